"""The command `zhenwu`: read, compare, plan, proof, figures, imports, files, the demonstration and the server."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from zhenwu import __version__
from zhenwu.cli import comparing, reading
from zhenwu.kernel.errors import ZhenwuError


def parser() -> argparse.ArgumentParser:
    """All commands; those that touch the database say --as USER and act with that user's rights."""
    root = argparse.ArgumentParser(
        prog="zhenwu", description="镇务：让报告里的每个数有依据，每项承诺有下文。"
    )
    root.add_argument("--version", action="version", version=f"zhenwu {__version__}")
    commands = root.add_subparsers(dest="command", metavar="命令", required=True)
    reading.add(commands)
    comparing.add(commands)
    from zhenwu.cli import filing, proving, serving, settling, working

    working.add(commands)
    proving.add(commands)
    settling.add(commands)
    filing.add(commands)
    serving.add(commands)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 found something to see to, 2 bad input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    arguments = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenwu.config.settings")
    try:
        return int(arguments.run(arguments) or 0)
    except ZhenwuError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from zhenwu.audit.clashes import clash

        if (told := clash(error)) is None:
            raise
        print(told, file=sys.stderr)
        return 2
