"""Bytes to text: what kind of file it is by its content, never by its name alone, and what is wrong with it.

Every kind has a module of its own; this one tells them apart and refuses what is none of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import docx, html, pdf, plain, word97

#: Larger files are no work reports; they are refused unread.
LARGEST = 50 * 1024 * 1024
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_TEXTS = {"txt", "text", "md", "htm", "html", "xhtml", "mht", ""}
_KINDS = {
    "docx": "Word文档(.docx)",
    "pdf": "PDF文件",
    "doc": "旧版Word文档(.doc)",
    "html": "网页",
    "txt": "文本",
}
_PICTURES = {
    b"\x89PNG": "PNG图片",
    b"\xff\xd8\xff": "JPEG图片",
    b"GIF8": "GIF图片",
    b"BM": "BMP图片",
    b"II*\x00": "TIFF图片",
    b"MM\x00*": "TIFF图片",
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text and the kind of file it was: docx, pdf, doc, html, txt, or text for a string."""

    text: str
    kind: str


def extract(source: str | bytes | Path, name: str = "") -> Extracted:
    """The text of a source; for docx exactly `docx.paragraph_texts` joined by line breaks.

    source : a text, a file's bytes or its path. name : the file's name, for its ending and for messages.
    Raises BadInput: empty, too large, encrypted, truncated, a picture, a scan without text, a zip bomb, not what its name
    says, or no sentence in it at all.
    """
    if isinstance(source, str):
        if len(source) > LARGEST:
            raise _too_large(name or "粘贴的文本", len(source))
        made = Extracted(source, "text")
    else:
        content, name = _content(source, name)
        kind = _kind(content, name)
        readers = {
            "docx": docx.text,
            "pdf": pdf.text,
            "doc": word97.text,
            "html": html.text,
            "txt": plain.text,
        }
        made = Extracted(readers[kind](content, name), kind)
    _must_speak(made.text, name)
    return made


def _content(source: bytes | Path, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        if len(source) > LARGEST:
            raise _too_large(name or "上传的文件", len(source))
        return source, name
    name = name or source.name
    try:
        size = source.stat().st_size
        if size > LARGEST:
            raise _too_large(name, size)
        return source.read_bytes(), name
    except OSError as error:
        raise BadInput(
            "文件打不开",
            where=name,
            expected="一份存在且可读的文件",
            do="请检查路径和权限",
            code="ZW-READ-OPEN",
        ) from error


def _kind(content: bytes, name: str) -> str:
    """The file's kind, or an error when it is none that can be read or not what its name says."""
    ending = Path(name).suffix.lower().lstrip(".") if name else ""
    if not content.strip(b"\x00 \t\r\n"):
        raise BadInput(
            "文件是空的",
            where=name,
            expected="有文字的工作报告",
            do="请换一份有内容的文件",
            code="ZW-READ-EMPTY",
        )
    head = content[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        found = "docx"
    elif b"%PDF-" in head:
        found = "pdf"
    elif head.startswith(b"\xd0\xcf\x11\xe0"):
        found = "doc"
        if "EncryptedPackage".encode("utf-16-le") in content:
            # a docx with a password is an OLE file whatever its name says
            raise BadInput(
                "文件加了密",
                where=name,
                expected="没有密码的文件",
                do="请去掉密码后再读",
                code="ZW-READ-ENCRYPTED",
            )
    elif head.startswith(b"{\\rtf"):
        raise _unknown(name, "RTF文档")
    else:
        for magic, what in _PICTURES.items():
            if head.startswith(magic):
                raise BadInput(
                    f"这是{what},不是报告的文字",
                    where=name,
                    expected="docx、pdf、html或txt",
                    do="请先识别成文字再读",
                    code="ZW-READ-PICTURE",
                )
        found = (
            "html"
            if re.search(rb"<(?:!doctype\s+html|html|body|head|div|p|meta)[\s>]", head, re.I)
            else "txt"
        )
    named = {"docx", "pdf", "doc", "xlsx", "xls", "wps"}
    same = (
        ending == found
        or (ending == "wps" and found == "doc")
        or (ending in _TEXTS and found in ("txt", "html"))
    )
    if ending and not same and (ending in named or ending in _TEXTS):
        raise BadInput(
            f"文件名说是.{ending},内容却是{_KINDS[found]}",
            where=name,
            expected=f"内容与.{ending}相符的文件",
            do="请用原来的程序另存一份，或改正文件名",
            code="ZW-READ-RENAMED",
        )
    return found


def _must_speak(text: str, name: str) -> None:
    if not text.strip():
        raise BadInput(
            "没有文字",
            where=name,
            expected="有文字的工作报告",
            do="请换一份有内容的文件",
            code="ZW-READ-EMPTY",
        )
    if sum(1 for _ in islice(_CHINESE.finditer(text), 4)) < 4:
        raise BadInput(
            "里面没有一句话",
            where=name,
            expected="中文的工作报告",
            do="请检查是不是选错了文件",
            code="ZW-READ-NO-SENTENCE",
        )


def _too_large(name: str, size: int) -> BadInput:
    return BadInput(
        f"有{size / 1024 / 1024:.0f}MB,太大",
        where=name,
        expected="不超过50MB",
        do="请去掉图片或拆开后再读",
        code="ZW-READ-LARGE",
    )


def _unknown(name: str, what: str) -> BadInput:
    return BadInput(
        f"{what}读不了",
        where=name,
        expected="docx、pdf、html或txt",
        do="请另存为docx后再读",
        code="ZW-READ-KIND",
    )
