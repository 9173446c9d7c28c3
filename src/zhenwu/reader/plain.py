"""Plain text in whatever encoding it was saved: byte order mark, else strict UTF-8, else GB18030 or Big5 by common characters."""

from __future__ import annotations

import codecs

from zhenwu.kernel.errors import BadInput

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: The commonest characters of the genre in both scripts; the decoding that shows more of them is the right one.
_COMMON = frozenset(
    "的一是了在不有和人这中大为上年工作镇村发展建设全面推进实施加强个項項鎮發業產經濟農萬億會務總實現與對進這為國"
)


def decode(content: bytes, name: str = "", *, declared: str = "") -> str:
    """Text of bytes. declared : an encoding that the page itself names, believed only when it decodes everything.

    >>> decode("镇村建设".encode("gb18030"))
    '镇村建设'
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise _cut_short(name) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3 and error.start > 0:
            try:
                if any(ord(c) > 0x2E7F for c in content[: error.start].decode("utf-8")):
                    raise _cut_short(name) from error
            except UnicodeDecodeError:
                pass
    candidates = []
    wide = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
    for encoding in dict.fromkeys((wide.get(declared.lower(), declared.lower()), "gb18030", "big5hkscs")):
        if not encoding:
            continue
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        candidates.append((sum(c in _COMMON for c in text[:4000]), text))
    if not candidates:
        lossy = content.decode("gb18030", errors="replace")
        if lossy.count("\ufffd") * 200 < len(lossy):
            return lossy
        raise _binary(name)
    return max(candidates, key=lambda c: c[0])[1]


def text(content: bytes, name: str = "") -> str:
    """The text of a plain text file. Raises BadInput: binary, or cut in the middle of a character."""
    made = decode(content, name)
    odd = sum(1 for c in made[:20_000] if c < " " and c not in "\t\n\r\f\v\x1a")
    private = sum(1 for c in made[:20_000] if "\ue000" <= c <= "\uf8ff")
    if odd * 50 > min(len(made), 20_000) or private * 10 > min(len(made), 20_000):
        raise _binary(name)
    return made


def _binary(name: str) -> BadInput:
    return BadInput(
        "内容不是文字",
        where=name,
        expected="docx、pdf、html或txt",
        do="请检查是不是选错了文件",
        code="ZW-READ-BINARY",
    )


def _cut_short(name: str) -> BadInput:
    return BadInput(
        "文件末尾断在半个字上",
        where=name,
        expected="完整的文本",
        do="请重新下载或另存一份",
        code="ZW-READ-TRUNCATED",
    )
