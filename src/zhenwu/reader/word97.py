"""Old Word files (.doc), read through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import docx

_SECONDS = 60


def text(content: bytes, name: str = "") -> str:
    """The text of a doc file. Raises BadInput: another Office file, or LibreOffice is missing or fails."""
    if "Workbook".encode("utf-16-le") in content:
        raise BadInput(
            "这是Excel表格，不是Word文档",
            where=name,
            expected="docx",
            do="请选报告的Word文档",
            code="ZW-READ-RENAMED",
        )
    if "WordDocument".encode("utf-16-le") not in content:
        raise BadInput(
            "文件不完整或已损坏",
            where=name,
            expected="完整的doc",
            do="请用Word或WPS打开后另存为docx",
            code="ZW-READ-TRUNCATED",
        )
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise BadInput(
            "旧版Word文档(.doc)在这台机器上读不了",
            where=name,
            expected="docx、pdf、html或txt",
            do="请另存为docx,或安装LibreOffice",
            code="ZW-READ-DOC",
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.doc"
        source.write_bytes(content)
        command = [
            office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "docx", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
            made = (Path(folder) / "source.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise BadInput(
                "旧版Word文档(.doc)转换失败",
                where=name,
                expected="完整的doc",
                do="请用Word或WPS另存为docx",
                code="ZW-READ-BROKEN",
            ) from error
    return docx.text(made, name)
