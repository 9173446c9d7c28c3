"""Old documents through LibreOffice, and automatic numbers as LibreOffice counts them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.reader.inputs.files import docx, level, lists, numbered, paragraph, run
from tests.unit.reader.inputs.test_kinds import WORD

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import extract
from zhenwu.reader.inputs import word97

FORMS = (
    *(
        "decimal",
        "decimalZero",
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "decimalEnclosedCircleChinese",
    ),
    *(
        "upperRoman",
        "lowerRoman",
        "upperLetter",
        "lowerLetter",
        "ideographTraditional",
        "ideographZodiac",
        "decimalFullWidth",
    ),
)
BODY = (
    paragraph(run("一、2025年工作回顾"))
    + numbered("新建公厕6座，群众满意。", 1)
    + numbered("完成投资3亿元。", 1)
)


def test_an_old_document_is_read_as_a_new_one_is(resave: Callable[..., bytes]) -> None:
    data = docx(BODY, numbering=lists(level(0, "chineseCounting", "（%1）")))
    made = extract(resave(data, "doc"), "报告.doc")
    assert made.kind == "doc"
    assert made.text == extract(data, "报告.docx").text
    assert made.fixed


def test_numbers_are_counted_as_libreoffice_counts_them(resave: Callable[..., bytes]) -> None:
    numbering = lists(
        *(level(0, form, "第%1款") for form in FORMS),
        level(0, "chineseCounting", "%1、")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%1.%2.%3"),
        numbers=f'<w:num w:numId="50"><w:abstractNumId w:val="{len(FORMS) + 1}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/>'
        "</w:lvlOverride></w:num>",
    )
    last = len(FORMS) + 1
    tree = [
        (last, 0),
        (last, 1),
        (last, 2),
        (last, 2),
        (last, 1),
        (last, 2),
        (last, 0),
        (last, 1),
        (50, 0),
        (50, 1),
        (last, 0),
    ]
    sequence = [(n, 0) for n in range(1, last) for _ in range(12)] + tree
    data = docx("".join(numbered("文字", number, at) for number, at in sequence), numbering=numbering)
    theirs = resave(data, "txt:Text (encoded):UTF8").decode("utf-8-sig")
    ours = extract(data, "a.docx").text
    assert ["".join(line.split()) for line in ours.splitlines()] == [
        "".join(line.split()) for line in theirs.splitlines()
    ]


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word97.shutil, "which", lambda _: None)
    with pytest.raises(BadInput) as caught:
        extract(WORD, "a.doc")
    fault = caught.value.faults[0]
    assert fault.code == "ZW-READ-DOC"
    assert "LibreOffice" in fault.do


def test_what_libreoffice_cannot_make_of_is_named() -> None:
    with pytest.raises(BadInput) as caught:
        extract(WORD, "a.doc")
    assert caught.value.faults[0].code in ("ZW-READ-BROKEN", "ZW-READ-EMPTY")


def test_a_program_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, told = tmp_path / "soffice", tmp_path / "child"
    office.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {told}.new\nmv {told}.new {told}\nwait\n", "utf-8")
    office.chmod(0o755)
    monkeypatch.setattr(word97.shutil, "which", lambda _: str(office))
    monkeypatch.setattr(word97, "_SECONDS", 1)
    with pytest.raises(BadInput) as caught:
        extract(WORD, "a.doc")
    assert caught.value.faults[0].code == "ZW-READ-BROKEN"
    child = int(told.read_text())
    for _ in range(200):
        if not _alive(child):
            break
        time.sleep(0.05)
    assert not _alive(child)


def _alive(process: int) -> bool:
    """Whether a process runs; one that has ended and waits to be counted does not."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_macros_do_not_run_and_nothing_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The profile is made for the one conversion, with macros off, and goes with it."""
    seen: dict[str, str] = {}
    real = subprocess.Popen

    def watched(command: list[str], **more: object) -> object:
        profile = next(part for part in command if part.startswith("-env:UserInstallation=file://"))
        folder = Path(profile.removeprefix("-env:UserInstallation=file://"))
        seen["settings"] = (folder / "user/registrymodifications.xcu").read_text("utf-8")
        seen["folder"] = str(folder.parent)
        return real(["true"], **more)  # type: ignore[call-overload]

    monkeypatch.setattr(word97.shutil, "which", lambda _: "soffice")
    monkeypatch.setattr(word97.subprocess, "Popen", watched)
    with pytest.raises(BadInput):
        extract(WORD, "a.doc")
    assert '"MacroSecurityLevel" oor:op="fuse"><value>3<' in seen["settings"]
    assert not Path(seen["folder"]).exists()
