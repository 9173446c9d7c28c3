"""What rooms say in Chinese, and its English in src/zhenwu/locale/en/rooms.yaml.

Usage: python tools/room_messages.py --extract | --check

--extract   bring the file up to date with the source: new sentences come in empty, English that is there stays,
            sentences that no room says any more go
--check     name every sentence and every name of the standard catalogue that has no English; exit code 1 if any

An f-string becomes a template: its arguments are {1}, {2} … in their order. The English names the same ones;
{1!typed} marks one that holds what people typed, which stays as it is.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/zhenwu"
CATALOGUE = SOURCE / "locale/en/rooms.yaml"
NAMES = SOURCE / "locale/en/names.yaml"
CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Chinese, or an argument in Chinese quotes.
SAYS = re.compile(r"[\u3400-\u9fff]|“\{\d\}”")
SLOT = re.compile(r"\{(\d+)(?:!typed)?\}")
#: What has to be typed into a Chinese sheet is quoted as it is.
QUOTED = re.compile("“[^”]*”")
HEAD = """\
# What rooms below the web door say, and its English. Kept by tools/room_messages.py (--extract, --check): one group a module.
# {1} … are the arguments of a sentence; {1!typed} in the English is one that people typed and that stays as it is.

"""
#: Doors have message catalogues of their own, or speak Chinese (the command line and the JSON door).
DOORS = frozenset({"web", "api", "cli", "config", "demo", "lexicon"})
GETTEXT = frozenset({
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext",
})  # fmt: skip
#: Calls whose Chinese is read or compared, not said.
READS = frozenset({
    "compile", "fullmatch", "match", "search", "sub", "split", "strip", "rstrip", "lstrip", "removesuffix",
    "removeprefix", "startswith", "endswith", "find", "rfind", "index", "replace", "finditer", "findall", "count",
    "maketrans", "one_of",
})  # fmt: skip
#: Modules, and names in modules, whose Chinese is read in texts and never said on a page; each with its reason.
EXEMPT: dict[str, str] = {
    "reader/many/*": "said at the command line",
    "reader/terminal": "said at the command line",
    "reader/compare/amounts": "words of reports",
    "reader/compare/asking": "words of reports",
    "reader/compare/deeds": "words of reports",
    "reader/compare/numbers": "units of reports",
    "reader/compare/output": "said at the command line",
    "reader/compare/words": "ranges of characters",
    "reader/assertions": "words of reports",
    "reader/clean": "words of reports",
    "reader/figures": "words of reports",
    "reader/headings": "words of reports",
    "reader/honours": "words of reports",
    "reader/inputs/boilerplate": "words of web pages",
    "reader/inputs/pdf/furniture": "page numbers",
    "reader/labels": "words of reports",
    "reader/numerals": "numerals",
    "reader/patterns": "words of reports",
    "reader/periods": "words of reports",
    "reader/phrases": "words of reports",
    "reader/problems": "words of reports",
    "reader/projects": "words of reports",
    "reader/promises": "words of reports",
    "reader/ranks": "words of reports",
    "reader/relations": "words of reports",
    "reader/sayings": "words of reports",
    "reader/scan": "words of reports",
    "reader/sections": "words of reports",
    "reader/subject_words": "words of reports",
    "reader/subjects": "words of reports",
    "reader/tokens": "words of reports",
    "reader/undertakings": "words of reports",
    "reader/years": "words of reports",
    "reports/prints": "numbers as reports print them",
    "desk/plan_answers": "words of official papers, which are Chinese",
    "desk/plan_papers": "words of official papers, which are Chinese",
    "kernel/ooxml/counting": "numerals",
    "kernel/ooxml/formatting": "words of Word files",
    "kernel/units": "units have their English in names.yaml",
    "writer/marks": "the author of marks in a Word file",
}
#: Constants of modules are words that a module reads, unless they are these, or public ones of a module.
SAID = frozenset({
    "ledgers/imports/reading:_EXPECTED", "ledgers/imports/reading:_MAGICS", "ledgers/imports/samples:_WORDS",
    "ledgers/rules_dates:_EXPECTED",
    "reader/inputs/docx:_KIND", "reader/inputs/kinds:_OTHERS", "reader/inputs/kinds:_PICTURES", "reader/inputs/kinds:_TITLES",
    "reader/inputs/word97:_KIND",
})  # fmt: skip


def exempt(module: str) -> bool:
    return any(module == name or (name.endswith("*") and module.startswith(name[:-1])) for name in EXEMPT)


# --- Reading the source


def modules() -> list[tuple[str, Path]]:
    """Every module that speaks, by its name below zhenwu."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE)
        name = str(place.with_suffix("")).removesuffix("/__init__")
        if place.parts[0] not in DOORS and "migrations" not in place.parts and not exempt(name):
            found.append((name, path))
    return found


def template(node: ast.JoinedStr) -> str:
    """An f-string with its arguments numbered."""
    parts, number = [], 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        else:
            number += 1
            parts.append(f"{{{number}}}")
    return "".join(parts)


@cache
def unit_names() -> frozenset[str]:
    """Units are in names.yaml."""
    names = yaml.safe_load(NAMES.read_text("utf-8"))
    return frozenset(names["units"]) | frozenset(names["units_alone"])


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _silent(tree: ast.Module, module: str) -> set[int]:
    """Nodes whose Chinese is not said: docstrings, messages of the door's catalogue, words that are read."""
    found: set[int] = set()

    def skip(node: ast.AST) -> None:
        found.update(id(inner) for inner in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip(node)
        elif isinstance(node, ast.Call) and _called(node) in GETTEXT | READS:
            for argument in node.args:
                skip(argument)
        elif isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                if not isinstance(side, ast.JoinedStr):
                    skip(side)
        elif isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant):
                    skip(key)
        elif isinstance(node, ast.Subscript):
            skip(node.slice)
        elif isinstance(node, ast.Call) and _called(node) == "frozenset":
            skip(node)
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            name = getattr(target, "id", "")
            if (name.startswith("_") and f"{module}:{name}" not in SAID) or f"{module}:{name}" in EXEMPT:
                skip(statement)
    return found


def said_in(path: Path, module: str = "") -> Iterator[str]:
    """The sentences of one module, in their order."""
    tree = ast.parse(path.read_text("utf-8"))
    silent, units = _silent(tree, module), unit_names()
    found = []
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            silent.update(id(part) for part in node.values if isinstance(part, ast.Constant))
            text = template(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if SAYS.search(text) and text not in units:
            found.append((node.lineno, node.col_offset, text))
    yield from dict.fromkeys(text for _line, _column, text in sorted(found))


def source_sentences() -> dict[str, list[str]]:
    """Module → what it says; a sentence of several modules is the first one's."""
    seen: set[str] = set()
    found = {}
    for name, path in modules():
        fresh = [text for text in said_in(path, name) if text not in seen]
        seen.update(fresh)
        if fresh:
            found[name] = fresh
    return found


def stored() -> dict[str, dict[str, str]]:
    return yaml.safe_load(CATALOGUE.read_text("utf-8")) or {} if CATALOGUE.exists() else {}


def extracted() -> str:
    """The file as it should be."""
    known = {text: english for group in stored().values() for text, english in group.items()}
    body = {
        module: {text: known.get(text) or "" for text in texts}
        for module, texts in source_sentences().items()
    }
    return HEAD + yaml.safe_dump(body, allow_unicode=True, width=10_000, sort_keys=False)


# --- The standard catalogue


def catalogue_names() -> set[str]:
    """Every name of the standard ledgers and metrics."""
    from zhenwu import catalog

    found = set(catalog.work_rows().values())
    for ledger in catalog.ledgers():
        found |= {ledger.name, ledger.unit, *(stage.name for stage in ledger.stages)}
        found |= {name for _key, name in ledger.titles} | {clock.source for clock in ledger.clocks}
        for measure in ledger.measures:
            found |= {measure.name, measure.unit}
        for field in ledger.fields:
            found |= {field.label, field.unit, field.help, *(name for _key, name in field.choices)}
    for metric in catalog.metrics():
        found |= {metric.name, metric.unit, metric.note}
    return {name for name in found if CHINESE.search(name)}


def known_names() -> set[str]:
    """Every name that has its English."""
    names = yaml.safe_load(NAMES.read_text("utf-8"))
    from zhenwu import catalog

    named = {ledger.name for ledger in catalog.ledgers() if ledger.name_en}
    named |= {metric.name for metric in catalog.metrics() if metric.name_en}
    return named | {text for group in names.values() for text, english in group.items() if english}


def check() -> list[str]:
    """Every fault as a line to print."""
    faults = []
    spoken = {text: english for group in stored().values() for text, english in group.items()}
    said = {text for texts in source_sentences().values() for text in texts}
    faults += [f"“{text}”: not in rooms.yaml (run --extract)" for text in sorted(said - spoken.keys())]
    faults += [f"“{text}”: no room says it any more (run --extract)" for text in sorted(spoken.keys() - said)]
    for text in sorted(said & spoken.keys()):
        english = spoken[text]
        if not english:
            faults.append(f"“{text}”: no English")
            continue
        wanted, has = set(SLOT.findall(text)), set(SLOT.findall(english))
        if has - wanted:
            faults.append(f"“{text}”: the English has arguments that the Chinese has not")
        if wanted - has:
            faults.append(f"“{text}”: the English lacks {{{'}, {'.join(sorted(wanted - has))}}}")
        if CHINESE.search(QUOTED.sub("", english)):
            faults.append(f"“{text}”: Chinese in the English")
    faults += [
        f"“{name}”: a name of the catalogue without English"
        for name in sorted(catalogue_names() - known_names())
    ]
    return faults


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    if arguments == ["--extract"]:
        text = extracted()
        CATALOGUE.write_text(text, "utf-8")
        groups = stored().values()
        print(
            f"{sum(map(len, groups))} sentences, {sum(not e for g in groups for e in g.values())} without English"
        )
        return 0
    if arguments == ["--check"]:
        faults = check()
        print("\n".join(faults) or f"{sum(map(len, stored().values()))} sentences, all with their English")
        return int(bool(faults))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
