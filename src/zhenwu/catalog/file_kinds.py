"""The kinds of files that may be attached, read from files.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from zhenwu.kernel.data import read_data
from zhenwu.kernel.errors import BadInput, Fault

_KEYS = {"endings", "most", "shown"}


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file. key : its usual ending. most : largest size in bytes. shown : a browser may show it in place."""

    key: str
    name: str
    media_type: str
    endings: tuple[str, ...]
    most: int
    shown: bool = False


@cache
def file_kinds() -> Mapping[str, FileKind]:
    """The kinds by key."""
    path = Path(__file__).with_name("files.yaml")
    return MappingProxyType(read_file_kinds(read_data(path.read_text("utf-8")), source=path.name))


def read_file_kinds(raw: Any, *, source: str = "") -> dict[str, FileKind]:
    """Checked kinds; BadInput with every fault.

    >>> read_file_kinds({"pdf": ["PDF文件", "application/pdf", {"most": 30}]})["pdf"].most
    31457280
    """
    faults: list[Fault] = []
    found: dict[str, FileKind] = {}
    taken: set[str] = set()
    for key, told in (raw if isinstance(raw, dict) else {}).items():
        sound = isinstance(told, list) and len(told) == 3 and isinstance(told[2], dict)
        if (
            not sound
            or set(told[2]) - _KEYS
            or not isinstance(told[2].get("most"), int)
            or told[2]["most"] < 1
        ):
            faults.append(Fault(f"“{key}”的写法不对", source, "[名称, 类型, {most: MB}]", "", "ZW-FILE-KIND"))
            continue
        endings = (str(key), *map(str, told[2].get("endings", ())))
        twice = [e for i, e in enumerate(endings) if e in taken or e in endings[:i]]
        if twice:
            faults.append(
                Fault(f"扩展名{twice[0]}写了两次", source, "各种文件的扩展名不同", "", "ZW-FILE-KIND")
            )
        taken.update(endings)
        found[key] = FileKind(
            key, str(told[0]), str(told[1]), endings, told[2]["most"] * 2**20, bool(told[2].get("shown"))
        )
    if not found and not faults:
        faults.append(Fault("没有一种文件", source, "扩展名: [名称, 类型, {most: MB}]", "", "ZW-FILE-KIND"))
    if faults:
        raise BadInput.of(faults, source=source)
    return found
