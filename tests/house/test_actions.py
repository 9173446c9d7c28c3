"""Every write leaves its trace: public actions call audit_write, or hand on to an action that does."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from tests.house.rooms import SOURCE, WRITING, modules, named

#: Public functions of action modules that write no audit row themselves, each with its reason.
EXEMPT: dict[str, str] = {
    "import_check": "looks at a file's lines again; nothing enters the ledger, and the steps around it are audited",
    "check_now": "the same, done at once",
    "save_verdicts": "part of the actions that proof or refresh a version, which leave the row",
    "version_save": "part of the actions that read a report or begin a draft, which leave the row",
    "version_next": "part of the actions that change a draft, which leave the row",
}
#: `<noun>_<verb>`
NAME = re.compile(r"[a-z]+(_[a-z]+)+")
WRITES = re.compile(
    r"\.(?:save|create|bulk_create|bulk_update|update_or_create|get_or_create)\(|\.objects\.[^\n]*\.update\("
)


def _is_action_module(path: Path) -> bool:
    return "actions" in path.stem or "actions" in path.parts or path.parent.name == "desk"


def _public(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    found = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    return [node for node in found if any(arg.arg == "actor" for arg in node.args.kwonlyargs)]


def _calls(node: ast.AST) -> set[str]:
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            function = inner.func
            found.add(function.id if isinstance(function, ast.Name) else getattr(function, "attr", ""))
        elif isinstance(inner, ast.Name):
            found.add(inner.id)
    return found


def _functions() -> dict[str, list[ast.AST]]:
    """All functions of writing rooms by name: an action may hand on to any of them."""
    found: dict[str, list[ast.AST]] = {}
    for path in modules(*WRITING):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.setdefault(node.name, []).append(node)
    return found


FUNCTIONS = _functions()
ACTIONS = [
    (path, node) for path in modules(*WRITING) if _is_action_module(path) for node in _public(path)
]  # fmt: skip


def _traced() -> set[str]:
    """Names of all functions that call audit_write, themselves or through what they call."""
    calls = {name: set().union(*map(_calls, nodes)) for name, nodes in FUNCTIONS.items()}
    found = {"audit_write"}
    while more := {name for name, called in calls.items() if name not in found and called & found}:
        found |= more
    return found


TRACED = _traced()


def test_there_are_actions() -> None:
    assert len(ACTIONS) > 40
    assert not set(EXEMPT) - {node.name for _path, node in ACTIONS}, (
        "an exemption for an action that is not there"
    )


@pytest.mark.parametrize(("path", "node"), ACTIONS, ids=[node.name for _path, node in ACTIONS])
def test_an_action_leaves_an_audit_row(path: Path, node: ast.FunctionDef) -> None:
    assert node.name in EXEMPT or node.name in TRACED, f"{named(path)}: {node.name}"


@pytest.mark.parametrize(("path", "node"), ACTIONS, ids=[node.name for _path, node in ACTIONS])
def test_an_action_is_named_and_called_as_the_house_does(path: Path, node: ast.FunctionDef) -> None:
    assert ast.get_docstring(node), f"{node.name} says nothing"
    assert len(node.args.args) <= 2 or node.name in EXEMPT, f"{node.name}: keyword-only after the subject"
    position = [arg.arg for arg in node.args.kwonlyargs].index("actor")
    assert node.returns is not None
    assert node.args.kw_defaults[position] is None or ast.unparse(node.args.kw_defaults[position]) == "None"


@pytest.mark.parametrize("room", WRITING)
def test_nothing_but_actions_writes(room: str) -> None:
    """Reading modules do not write: what a page may cause goes through an action."""
    reading = [
        path
        for path in modules(room)
        if path.stem in ("queries", "querysets", "rules") or path.parent.name == "queries"
    ]
    assert not [named(path) for path in reading if WRITES.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("door", ["web", "api", "cli"])
def test_doors_do_not_write(door: str) -> None:
    """A door calls an action; it saves no row by itself."""
    writing = re.compile(
        r"\.objects\.(?:create|bulk_create|update_or_create|get_or_create)\(|\.bulk_update\(|\.delete\(\)"
    )
    found = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in modules(door)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if writing.search(line)
    ]
    assert not found


def test_audit_rows_are_written_in_one_place() -> None:
    found = [
        named(path)
        for path in sorted(SOURCE.rglob("*.py"))
        if "AuditRow.objects" in path.read_text("utf-8")
        and "create(" in path.read_text("utf-8").split("AuditRow.objects", 1)[1][:20]
    ]
    assert found == ["src/zhenwu/audit/actions.py"]
