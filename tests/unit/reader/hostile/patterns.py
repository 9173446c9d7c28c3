"""Every regular expression of the reader, found by looking: those that modules hold, and those written inside functions."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from tests.house.rooms import SOURCE, modules

_CALLS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}


def reader_modules() -> list[tuple[ModuleType, ast.Module]]:
    """The modules of the reader with their source."""
    made = []
    for path in modules("reader"):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(p for p in parts if p != "__init__")
        made.append((importlib.import_module(name), ast.parse(path.read_text("utf-8"))))
    return made


def _held(thing: Any, name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(thing, re.Pattern):
        if isinstance(thing.pattern, str):
            yield name, thing
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from _held(value, f"{name}[{key!r}]")
    elif isinstance(thing, list | tuple) and len(thing) < 200:
        for i, value in enumerate(thing):
            yield from _held(value, f"{name}[{i}]")


@dataclass(frozen=True)
class Rule:
    """A regular expression and how the reader asks it: anywhere in a text, at one place, or of a whole text."""

    pattern: re.Pattern[str]
    asked: str


def _asked(calls: set[str]) -> str:
    if calls and calls <= {"match", "fullmatch"}:
        return "fullmatch" if calls == {"fullmatch"} else "match"
    return "search"


def rules() -> dict[str, Rule]:
    """All of them by module and name. An expression inside a function that cannot be made outside it is an error."""
    sources = reader_modules()
    calls: dict[str, set[str]] = {}
    for module, tree in sources:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                private = f"{module.__name__}.{name}" if name.startswith("_") else name
                calls.setdefault(private, set()).add(node.attr)
    found: dict[str, Rule] = {}
    for module, tree in sources:
        for name, thing in vars(module).items():
            for told, pattern in _held(thing, name):
                private = f"{module.__name__}.{name}" if name.startswith("_") else name
                found[f"{module.__name__}.{told}"] = Rule(pattern, _asked(calls.get(private, set()) & _CALLS))
        inside = [
            node
            for top in tree.body
            if isinstance(top, ast.FunctionDef | ast.ClassDef)
            for node in ast.walk(top)
        ]
        for node in inside:
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS
                and isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args
            ):  # fmt: skip
                continue
            expression = compile(ast.Expression(node.args[0]), module.__file__ or "", "eval")
            made = eval(expression, vars(module))
            if isinstance(made, str):
                found[f"{module.__name__}.re.{node.func.attr}({made!r})"] = Rule(
                    re.compile(made), _asked({node.func.attr})
                )
    seen: set[tuple[str, int, str]] = set()
    unique = {}
    for name, rule in found.items():
        key = (rule.pattern.pattern, rule.pattern.flags, rule.asked)
        if key not in seen:
            seen.add(key)
            unique[name.removeprefix("zhenwu.reader.")] = rule
    return unique
