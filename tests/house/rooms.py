"""What the rules about ourselves look at: the tree, as git knows it."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/zhenwu"
PURE = ("kernel", "lexicon", "reader", "metrics", "writer", "catalog")
#: Rooms whose modules named actions write to the database.
WRITING = (
    "areas",
    "accounts",
    "ledgers",
    "figures",
    "plans",
    "telling",
    "meetings",
    "livelihood",
    "assessment",
    "reports",
    "desk",
)


@cache
def tracked() -> list[Path]:
    """Every file of the project: what git tracks, or all of an unpacked copy."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode == 0 and done.stdout:
        found = [ROOT / name for name in done.stdout.decode().split("\0") if name]
        return sorted(path for path in found if path.is_file())
    made = {".venv", "node_modules", "vendor", "var", "dist", "build", "__pycache__"}
    return sorted(
        path
        for folder in ("src", "tests", "tools", "docs", "lock")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not made & set(path.parts)
    )


def modules(*rooms: str) -> list[Path]:
    """Python files of these rooms without migrations."""
    return [
        path
        for room in rooms
        for path in sorted((SOURCE / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def named(path: Path) -> str:
    """A file's name inside the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def table(path: Path, *, under: str = "") -> list[list[str]]:
    """The cells of a page's tables, without heads and rules; `under` starts after that heading."""
    text = path.read_text("utf-8")
    if under:
        _, found, text = text.partition(f"\n{under}\n")
        assert found, f"{path.name} has no heading “{under}”"
        text = text.split("\n## ")[0]
    rows = []
    lines = text.split("\n")
    for index, line in enumerate(lines):
        is_row = line.startswith("|") and not set(line) <= set("|-: ")
        is_head = index + 1 < len(lines) and lines[index + 1].startswith("|--")
        if is_row and not is_head:
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
    return rows
