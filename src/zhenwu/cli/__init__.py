"""The command line: parse, call one action or query, print."""

from zhenwu.cli.main import main

__all__ = ["main"]
