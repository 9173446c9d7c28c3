"""Whether a file may be attached: what it is by its content, whether its name says the same, whether it can be opened.

Pure but for the PDF engine, which looks at a PDF in a process of its own.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from zhenwu.catalog import FileKind, file_kinds
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.ooxml import Archive
from zhenwu.ledgers.files import pictures
from zhenwu.reader.inputs import pdf, word97
from zhenwu.reader.inputs.compound import Compound, Damaged
from zhenwu.reader.inputs.source import opened

LONGEST_NAME = 120
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: By the part that only this kind of zip file has.
_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "OFD.xml": "ofd",
}
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
#: What a browser might take for a page, were it to guess.
_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|object|embed|meta)[\s>/]", re.I
)
#: How far a browser looks, and more.
_GUESSED = 4096
_OTHERS = (
    (b"GIF8", "GIF图片"),
    (b"BM", "BMP图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"{\\rtf", "RTF文档"),
    (b"RIFF", "音像文件"),
)


@dataclass(frozen=True, slots=True)
class Sound:
    """A file that may be kept. content : as it will be kept."""

    name: str
    kind: FileKind
    content: bytes


def largest() -> int:
    """Bytes of the largest file of any kind."""
    return max(kind.most for kind in file_kinds().values())


def check_file(name: str, data: bytes) -> Sound:
    """The file as it may be kept. BadInput: an unfit name, empty, too big, renamed, locked, damaged, not of a kind that is taken."""
    kept, ending = check_name(name)
    try:
        if not data.strip(b"\x00 \t\r\n"):
            raise _refuse("文件是空的", kept, "有内容的文件", "请重新选一个文件", "ZW-FILE-EMPTY")
        kind = _kind(data, kept)
        if ending not in kind.endings:
            raise _refuse(
                f"文件名说是.{ending}，内容却是{kind.name}", kept, f"内容与.{ending}相符的文件",
                "请用原来的程序另存一份，或改正文件名", "ZW-FILE-RENAMED",
            )  # fmt: skip
        if len(data) > kind.most:
            raise too_big(kept, len(data), kind.most)
        return Sound(kept, kind, _opened(kind.key, data, kept))
    except BadInput as error:
        # what readers of reports say fits but for their codes
        raise BadInput.of(
            [Fault(f.what, f.where, f.expected, f.do, f.code.replace("ZW-READ-", "ZW-FILE-")) for f in error.faults],
            source=error.source,
        ) from None  # fmt: skip


def check_name(name: str) -> tuple[str, str]:
    """(name, ending in small letters) of a name that may be kept; BadInput with every fault.

    >>> check_name(" 受理告知书.PDF ")
    ('受理告知书.PDF', 'pdf')
    """
    found = unicodedata.normalize("NFC", name).strip()
    faults = []

    def bad(what: str, expected: str) -> None:
        faults.append(Fault(what, "文件名", expected, "请改了文件名再传", "ZW-FILE-NAME"))

    if not found:
        bad("文件没有名字", "如“受理告知书.pdf”")
    if "/" in found or "\\" in found:
        bad("文件名里有路径", "只有文件名，没有“/”和“\\”")
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in found):
        bad("文件名里有看不见的字符", "看得见的字")
    if any(letter in '<>:"|?*' for letter in found):
        bad('文件名里有<>:"|?*', "没有这些符号")
    if found.startswith(".") or found.endswith("."):
        bad(f"文件名“{found}”以点开头或结尾", "如“受理告知书.pdf”")
    if len(found) > LONGEST_NAME:
        bad(f"文件名有{len(found)}个字", f"不超过{LONGEST_NAME}个字")
    stem, dot, ending = found.rpartition(".")
    known = [e for kind in file_kinds().values() for e in kind.endings]
    if not faults and (not dot or not stem.strip() or ending.lower() not in known):
        bad(f"不收“{found[-20:]}”这种文件", "、".join(known))
    if faults:
        raise BadInput.of(faults, source="文件")
    return found, ending.lower()


def too_big(name: str, size: int, most: int) -> BadInput:
    """The error about a file of so many bytes."""
    return _refuse(
        f"文件太大（{size / 2**20:.1f} MB）", name, f"不超过{most // 2**20} MB", "请压缩图片或拆成几份", "ZW-FILE-LARGE"
    )  # fmt: skip


def _refuse(what: str, name: str, expected: str, do: str, code: str) -> BadInput:
    return BadInput(what, where=name, expected=expected, do=do, code=code)


def _kind(data: bytes, name: str) -> FileKind:
    """What the content is, from its very first byte: a kind may not begin behind something else."""
    kinds = file_kinds()
    if data.startswith(b"%PDF-"):
        key = "pdf"
    elif data.startswith(b"\xff\xd8\xff"):
        key = "jpg"
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        key = "png"
    elif data.startswith(b"PK\x03\x04"):
        key = _zipped(data, name)
    elif data.startswith(_OLE):
        key = _compound(data, name)
    else:
        key = ""
    if key in kinds:
        return kinds[key]
    what = next((words for magic, words in _OTHERS if data.startswith(magic)), "")
    if not what and _MARKUP.search(data[:_GUESSED]):
        what = "网页"
    raise _refuse(
        f"内容其实是{what}" if what else "内容不是认得的文件", name, "、".join(k.name for k in kinds.values()),
        "请用原来的程序另存一份", "ZW-FILE-RENAMED",
    )  # fmt: skip


def _zipped(data: bytes, name: str) -> str:
    archive = Archive(data, source=name, kind="Office或OFD")
    return next((key for part, key in _PARTS.items() if part in archive), "")


def _compound(data: bytes, name: str) -> str:
    streams = _inside(data, name).streams
    if "EncryptedPackage" in streams:
        raise _locked(name)
    return next((key for stream, key in _STREAMS.items() if stream in streams), "")


def _inside(data: bytes, name: str) -> Compound:
    try:
        return Compound(data)
    except (Damaged, struct.error):
        raise _damaged(name) from None


def _locked(name: str) -> BadInput:
    return _refuse("文件设了打开密码", name, "没有密码的文件", "请去掉密码另存后再传", "ZW-FILE-ENCRYPTED")


def _damaged(name: str) -> BadInput:
    return _refuse(
        "文件不完整或已损坏", name, "能打开的文件", "请用原来的程序打开后另存一份", "ZW-FILE-TRUNCATED"
    )


def _opened(key: str, data: bytes, name: str) -> bytes:
    """The content as it will be kept, once it is known to open."""
    if key in ("jpg", "png"):
        try:
            return pictures.clean_jpeg(data) if key == "jpg" else pictures.clean_png(data)
        except pictures.Broken:
            raise _damaged(name) from None
    if _MARKUP.search(data[:_GUESSED]) or _MARKUP.search(_behind(key, data)):
        raise _refuse("文件里夹着网页", name, "单纯的文件", "请用原来的程序另存一份", "ZW-FILE-POLYGLOT")
    if key == "pdf":
        source = opened(data, name)
        with source.file:
            pdf.check(source)
    elif key == "doc":
        word97.check(data, name)
    elif key == "xls":
        _check_xls(data, name)
    else:
        archive = Archive(data, source=name)
        archive.check_all()
        if key != "ofd" and "[Content_Types].xml" not in archive:
            raise _damaged(name)
        if any(part.rpartition("/")[2].lower() == "vbaproject.bin" for part in archive.entries):
            raise _refuse("文件带宏", name, "不带宏的文件", "请另存为不带宏的文件后再传", "ZW-FILE-MACRO")
        for part in archive.entries:
            archive.read(part)
    return data


def _behind(key: str, data: bytes) -> bytes:
    """What hangs on after the end of a file."""
    if key == "pdf":
        return data[data.rfind(b"%%EOF") :] if b"%%EOF" in data else b""
    if key in ("doc", "xls"):
        return b""
    end = data.rfind(b"PK\x05\x06")
    return data[end:] if end >= 0 else b""


def _check_xls(data: bytes, name: str) -> None:
    try:
        CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise _locked(name) from None
    except (CalamineError, OSError, ValueError, IndexError, OverflowError) as problem:
        if "password" in str(problem).lower() or "encrypt" in str(problem).lower():
            raise _locked(name) from None
        raise _damaged(name) from None
