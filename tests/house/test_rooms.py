"""Every room is declared, says what it is, and keeps to its place."""

from __future__ import annotations

import ast
import re

import pytest
from tests.house.rooms import PURE, ROOT, SOURCE, WRITING, modules, named, project, table


def _rooms() -> list[str]:
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def _layers() -> list[str]:
    contract = next(c for c in project()["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    assert contract["exhaustive"]
    return [re.sub(r"[()\s]", "", name) for layer in contract["layers"] for name in layer.split("|")]


def test_every_room_has_its_place_in_the_layers() -> None:
    declared = _layers()
    assert len(declared) == len(set(declared))
    assert sorted(declared) == _rooms()


def test_pure_rooms_are_kept_from_django() -> None:
    contract = next(c for c in project()["tool"]["importlinter"]["contracts"] if c["type"] == "forbidden")
    assert "django" in contract["forbidden_modules"]
    assert sorted(contract["source_modules"]) == sorted(f"zhenwu.{room}" for room in PURE)


def test_the_architecture_page_names_every_room() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rows = table(ROOT / "docs/architecture.md", under="## Rooms")
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    assert told == set(_rooms())
    assert "lint-imports" in page


@pytest.mark.parametrize("room", _rooms())
def test_a_room_says_what_it_is(room: str) -> None:
    tree = ast.parse((SOURCE / room / "__init__.py").read_text("utf-8"))
    assert len(ast.get_docstring(tree) or "") > 30


@pytest.mark.parametrize("room", _rooms())
def test_every_module_says_what_it_is_for(room: str) -> None:
    silent = [
        named(path)
        for path in modules(room)
        if path.name not in ("apps.py", "__init__.py")
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_no_star_imports() -> None:
    found = [
        f"{named(path)}:{node.lineno}"
        for path in modules(*_rooms())
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and any(name.name == "*" for name in node.names)
    ]
    assert not found


def test_apps_stand_in_the_order_of_their_layers() -> None:
    from django.conf import settings

    apps = [name.removeprefix("zhenwu.") for name in settings.INSTALLED_APPS if name.startswith("zhenwu.")]
    declared = _layers()
    assert apps == sorted(apps, key=declared.index, reverse=True)
    assert set(WRITING) <= {*apps}
