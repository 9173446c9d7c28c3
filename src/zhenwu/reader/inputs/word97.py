"""Old Word files (.doc), turned into docx by LibreOffice where it is installed."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import struct
import subprocess
import tempfile
from pathlib import Path

from zhenwu.reader.inputs import docx, faults
from zhenwu.reader.inputs.compound import Compound, Damaged
from zhenwu.reader.inputs.source import Source

_KIND = "Word文档（doc）"
#: LibreOffice takes a second or two, and several more when it starts for the first time on a machine.
_SECONDS = 40
_ENCRYPTED = 0x0100
# A profile of its own, in which no macro runs, nothing is fetched, and nothing is remembered.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""


def read(content: bytes, name: str = "") -> tuple[str, list[tuple[int, int]]]:
    """The text of a doc file, and the places in it that automatic numbering made.

    Raises BadInput: another Office file, encrypted, cut short, or LibreOffice is missing or fails.
    """
    check(content, name)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise faults.no_office(name)
    made = _converted(content, office)
    if made is None:
        raise faults.broken(name, _KIND, "旧版Word文档（.doc）转换失败")
    with io.BytesIO(made) as file:
        return docx.read(Source(file, name, len(made), made[:4096]))


def check(content: bytes, name: str) -> None:
    """BadInput for what is no whole, open Word document, before LibreOffice makes something of it."""
    try:
        inside = Compound(content)
        if "EncryptedPackage" in inside.streams:
            # a docx with a password is such a file, whatever its name says
            raise faults.encrypted(name)
        if "WordDocument" not in inside.streams:
            raise _other(inside, name)
        inside.check("WordDocument")
        head = inside.head("WordDocument", 32)
        if len(head) == 32:
            (flags,) = struct.unpack_from("<H", head, 10)
            if flags & _ENCRYPTED:
                raise faults.encrypted(name)
        for table in ("0Table", "1Table"):
            if table in inside.streams:
                inside.check(table)
    except (Damaged, struct.error) as error:
        raise faults.truncated(name, _KIND) from error


def _other(inside: Compound, name: str) -> Exception:
    for stream, what in (
        ("Workbook", "Excel表格"),
        ("Book", "Excel表格"),
        ("PowerPoint Document", "演示文稿"),
    ):
        if stream in inside.streams:
            return faults.renamed(name, f"这是{what}，不是Word文档", "doc或docx", "请选报告的Word文档")
    return faults.unknown(name, "这种Office文件")


def _converted(content: bytes, office: str) -> bytes | None:
    with tempfile.TemporaryDirectory(prefix="zhenwu-", ignore_cleanup_errors=True) as folder:
        source, profile = Path(folder) / "source.doc", Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        source.write_bytes(content)
        command = [
            office,
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--nologo",
            f"-env:UserInstallation={profile.as_uri()}",
            # without a filter, a broken file would be read as plain text
            "--infilter=MS Word 97",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            folder,
            str(source),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": folder},
            start_new_session=True,
        )
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        finally:
            # soffice is a script that starts others; all of them are in its session
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        try:
            return (Path(folder) / "source.docx").read_bytes()
        except OSError:
            return None
