"""Files can be read in one sitting, have telling names, and carry nothing of the machine they were written on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.house.rooms import ROOT, SOURCE, modules, named, tracked

#: A module that can be read in one sitting. Longer ones need a reason here.
LONGEST = 400
LONGER: dict[str, str] = {}
FORBIDDEN_NAMES = {
    "utils",
    "helpers",
    "util",
    "helper",
    "misc",
    "common",
    "base2",
    "tmp",
    "temp",
    "old",
    "new",
}
TEXT = {
    "",
    ".cfg",
    ".css",
    ".html",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".svg",
    ".toml",
    ".txt",
    ".xml",
    ".yaml",
}
#: Words of one machine or one person's desk. Written in pieces so that this file does not find itself.
MACHINE = re.compile(
    "|".join(
        ("/" + "work/", "/ro" + r"ot/(?!\.)", "/ho" + r"me/\w+/", "C:" + r"\\Users", "/tm" + r"p/(?!\.X11)")
    ),
    re.ASCII,
)
#: A half-width mark between Chinese characters is a slip of the keyboard.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”）》][,;:?!][\u4e00-\u9fff“（《]")
#: Files whose text is not ours, or which read such marks.
OTHERS_TEXT = ("src/zhenwu/lexicon/data/", "src/zhenwu/reader/subjects.py")


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.suffix in TEXT else ""


def test_there_is_something_to_look_at() -> None:
    assert len(tracked()) > 100


def test_no_file_is_longer_than_a_sitting() -> None:
    long = {
        named(path): count
        for path in tracked()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert set(long) == set(LONGER), long


def test_names_say_what_is_inside() -> None:
    assert not [
        named(path) for path in tracked() if path.stem.lower() in FORBIDDEN_NAMES and path.suffix == ".py"
    ]
    odd = [named(path) for path in tracked() if not re.fullmatch(r"[\w.\-/@+]+", named(path), re.ASCII)]
    assert not odd


def test_nothing_made_is_kept() -> None:
    made = {".pyc", ".mo", ".sqlite3", ".key", ".log", ".whl"}
    assert not [named(path) for path in tracked() if path.suffix in made or "node_modules" in path.parts]


def test_no_path_of_one_machine() -> None:
    found = [f"{named(path)}: {hit.group()}" for path in tracked() for hit in MACHINE.finditer(_text(path))]
    assert not found


def test_locks_carry_no_address() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")
    for path in sorted((ROOT / "lock").iterdir()):
        assert "://" not in path.read_text("utf-8"), named(path)
    for path in sorted((ROOT / "lock").iterdir()):
        pins = [
            line for line in path.read_text("utf-8").splitlines() if re.match(r"[\w.\-]+(\[.*\])?==", line)
        ]
        assert pins and path.read_text("utf-8").count("--hash=sha256:") >= len(pins), named(path)


def test_chinese_has_full_width_marks() -> None:
    """What people read, that is; patterns and examples of the reader stand for texts as they come."""
    found = []
    for path in tracked():
        name = named(path)
        if name.startswith(("src/", "docs/", "README")) and not name.startswith(OTHERS_TEXT):
            for number, line in enumerate(_text(path).splitlines(), 1):
                if HALF_WIDTH.search(line) and "(?" not in line and ">>>" not in line:
                    found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert not found, "\n".join(found)


def test_no_loose_ends() -> None:
    marks = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + r"X:|HA" + r"CK)\b")
    found = [
        f"{named(path)}:{number}"
        for path in tracked()
        if path.suffix in (".py", ".html", ".js", ".css")
        for number, line in enumerate(_text(path).splitlines(), 1)
        if marks.search(line)
    ]
    assert not found


def test_tests_are_never_skipped_in_silence() -> None:
    mark = re.compile(r"pytest\.(skip|mark\.skip|importorskip)")
    found = [named(path) for path in tracked() if path.parts[-2:] and "tests" in path.parts and path.suffix == ".py"
             and path.name != "test_files.py" and mark.search(_text(path))]  # fmt: skip
    assert not found


@pytest.mark.parametrize(
    "room", sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists())
)
def test_no_room_prints_or_reads_the_clock_by_itself(room: str) -> None:
    """Today comes from `zhenwu.kernel.clock`, so that it can be stopped; only the terminal prints."""
    if room in ("cli", "config"):
        return
    clock = re.compile(
        r"\bdate\.today\(|datetime\.(?:now|today|utcnow)\(|timezone\.now\(\)\.date|localdate\("
    )
    found = [
        f"{named(path)}:{number}: {line.strip()}"
        for path in modules(room)
        if named(path) != "src/zhenwu/kernel/clock.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if clock.search(line) or re.match(r"\s*print\(", line)
    ]
    assert not found
