"""The pages in docs/ say what the code does: words, dependencies, access, settings, metrics."""

from __future__ import annotations

import ast
import importlib
import json
import re
import sys
from typing import Any

import pytest
from tests.house.rooms import ROOT, SOURCE, modules, named, project, table, tracked

GLOSSARY = table(ROOT / "docs/glossary.md")


def _thing(dotted: str) -> Any:
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        name = ".".join(parts[:cut])
        try:
            found: Any = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        return found
    raise AssertionError(f"{dotted} is not there")


@pytest.mark.parametrize("row", GLOSSARY, ids=[row[0] for row in GLOSSARY])
def test_a_word_stands_for_something_in_the_code(row: list[str]) -> None:
    word, chinese, code, meaning = row
    assert word and chinese and meaning
    assert _thing(code.strip("`")) is not None


def test_a_word_is_given_once() -> None:
    for column in (0, 1):
        words = [row[column] for row in GLOSSARY]
        assert len(words) == len(set(words))


def test_the_english_pages_use_the_words() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import messages
    finally:
        sys.path.remove(str(ROOT / "tools"))
    english = {
        messages.key(message)[0]: messages.forms(message.string)[0].lower()
        for message in messages.stored_messages()
        if message.id and not message.context
    }
    wrong = [
        f"{chinese}: “{english[chinese]}”, in docs/glossary.md “{word}”"
        for word, chinese, _code, _meaning in GLOSSARY
        if chinese in english and word.rstrip("s") not in english[chinese].replace("mile stone", "milestone")
    ]
    assert not wrong, "\n".join(wrong)


def _declared() -> set[str]:
    lists = [project()["project"]["dependencies"]]
    lists += project()["project"]["optional-dependencies"].values()
    lists += project()["dependency-groups"].values()
    names = {re.split(r"[\[~<>=! ]", item)[0].lower() for found in lists for item in found}
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    return names | package["dependencies"].keys() | package["devDependencies"].keys()


def test_every_dependency_has_its_reason() -> None:
    rows = table(ROOT / "docs/dependencies.md")
    told = {row[0].strip("`").lower(): row[1] for row in rows}
    assert set(told) == _declared()
    assert all(len(reason) > 8 for name, reason in told.items() if name != "mypy")


#: Packages of the base install that nothing imports yet, each with its reason.
NOT_YET = {
    "openpyxl": "forms will fill other people's sheets in place; until then only tests open sheets with it",
    "python-docx": "for new documents with other styles; until then only tests open documents with it",
}


def test_no_dependency_is_carried_for_nothing() -> None:
    """What an installed copy pulls in is imported, or named in the settings or a command."""
    imported_as = {"python-docx": "docx", "pyyaml": "yaml"}
    named_only = {"whitenoise", "gunicorn", "django-tasks-db"}
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    unused = set()
    for item in project()["project"]["dependencies"]:
        name = re.split(r"[\[~<>=! ]", item)[0].lower()
        module = re.escape(imported_as.get(name, name.replace("-", "_")))
        found = rf'"{module}\b' if name in named_only else rf"^\s*(?:import|from) {module}\b"
        if not re.search(found, text, flags=re.M):
            unused.add(name)
    assert unused == set(NOT_YET)


def test_the_access_page_tells_every_ability() -> None:
    from zhenwu.accounts.models import Grant
    from zhenwu.accounts.scope import ABILITIES

    page = ROOT / "docs/access.md"
    head = next(line for line in page.read_text("utf-8").splitlines() if line.startswith("| ability"))
    roles = [cell.strip() for cell in head.strip("|").split("|")][3:]
    assert roles == list(ABILITIES) == list(Grant.Role.values)
    rows = [
        row for row in table(page, under="## Roles and abilities") if "." in row[0] or "supervise" in row[0]
    ]
    told = {
        (row[0].strip("`"), role): cell == "yes"
        for row in rows
        for role, cell in zip(roles, row[3:], strict=True)
    }
    known = set().union(*ABILITIES.values())
    assert told == {(ability, role): ability in ABILITIES[role] for ability in known for role in roles}
    # The code asks for no ability that nobody can have.
    asked = re.compile(r"""\.may\(\s*["']([\w.]+)["']""")
    asks = {hit for path in SOURCE.rglob("*.py") for hit in asked.findall(path.read_text("utf-8"))}
    assert asks <= known, asks - known


def test_every_setting_of_the_environment_is_told() -> None:
    told = {
        name
        for row in table(ROOT / "docs/operations.md", under="## Environment variables")
        for name in re.findall(r"`([A-Z_]+)`", row[0])
    }
    used = {"ZHENWU_SECRET", "ZHENWU_SEAL"}
    for path in [*SOURCE.rglob("*.py"), *(ROOT / "tools").glob("*.py"), ROOT / "Makefile"]:
        text = path.read_text("utf-8")
        used |= set(re.findall(r"\b(ZHENWU_[A-Z_]+)\b", text)) | set(
            re.findall(r"environ\.get\(\"([A-Z_]+)\"", text)
        )
    used -= {"PATH", "BENCH_SECONDS"}
    assert told - {"DATABASE_URL", "HOST", "PORT"} >= {
        name for name in used if name.startswith("ZHENWU_") and name != "ZHENWU_"
    }
    assert told <= used | {"DATABASE_URL", "HOST", "PORT"}


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [path for path in tracked() if path.suffix == ".md"]:
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{named(page)}: {target}")
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("maker", ["catalogue_page", "lights_page"])
def test_pages_that_are_made_say_what_they_are_made_from(maker: str) -> None:
    """docs/catalogue.md is made from the catalogue, docs/lights.md from the table of cases."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        made = importlib.import_module(maker)
    finally:
        sys.path.remove(str(ROOT / "tools"))
    written = made.PAGE.read_text("utf-8")
    assert (written == made.page()) is True, f"run: python tools/{maker}.py"


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs/decisions").glob("*.md"))]
    assert numbers and all(number.isdigit() for number in numbers) and len(numbers) == len(set(numbers))


def test_both_readmes_say_the_same() -> None:
    """Same commands and same links, in the same order of sections."""
    pages = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md")]
    blocks = [re.findall(r"```\n(.*?)```", page, flags=re.S) for page in pages]
    commands = [
        [line.split("#")[0].split() for block in found for line in block.splitlines() if line.strip()]
        for found in blocks
    ]
    assert commands[0] == commands[1]
    assert [len(re.findall(r"^#+ ", page, flags=re.M)) for page in pages].count(
        pages[0].count("\n## ") + 1
    ) == 2
    links = [re.findall(r"\]\(([^)]+)\)", page) for page in pages]
    assert [link.replace("README.zh.md", "") for link in links[0]] == [
        link.replace("README.md", "") for link in links[1]
    ]


def test_public_functions_of_pure_rooms_are_documented() -> None:
    """One-line functions may speak for themselves."""
    silent = [
        f"{named(path)}: {node.name}"
        for path in modules("kernel", "lexicon", "reader", "metrics", "writer")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and len(node.body) > 2
    ]
    assert not silent
