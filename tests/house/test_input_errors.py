"""Every error of a file is in the handbook, and the handbook knows no other."""

from __future__ import annotations

import re

from tests.house.rooms import ROOT

CODE = re.compile(r'"(ZW-READ-[A-Z-]+)"')
IN = ("src/zhenwu/reader/inputs", "src/zhenwu/kernel/ooxml")


def test_the_codes_of_files_are_explained() -> None:
    raised = {
        code
        for folder in IN
        for path in (ROOT / folder).rglob("*.py")
        for code in CODE.findall(path.read_text("utf-8"))
    }
    explained = set(
        re.findall(r"^\| (ZW-READ-[A-Z-]+) \|", (ROOT / "docs/reader.md").read_text("utf-8"), re.M)
    )
    assert raised == explained
