"""Sound files of every kind, and ways in which a file goes wrong: on its way, on a disk, or on purpose."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

from tests.unit.reader.inputs.files import (
    NAMESPACES,
    SAID,
    Pdf,
    compound,
    docx,
    level,
    lists,
    numbered,
    packed,
    paragraph,
    run,
)

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
STYLES = (
    f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="h"><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)
BODY = (
    paragraph(run("一、2025年工作回顾"), '<w:pStyle w:val="h"/>')
    + numbered("全年新建公厕6座。", 1, 1)
    + paragraph(
        "<w:ins>" + run("新修") + "</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>" + run("不", "<w:vanish/>")
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("道路3公里") + "</w:sdtContent></w:sdt>"
        + FIELD.format("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + FIELD.format("separate") + run("1") + FIELD.format("end")
        + '<w:r><w:footnoteReference w:id="1"/><w:tab/><w:br/><w:sym w:font="Symbol" w:char="F0B1"/></w:r>'
    )
    + "<w:tbl><w:tr><w:trPr/><w:tc>" + paragraph(run("税收")) + "</w:tc><w:tc>" + paragraph(run("1200")) + "</w:tc></w:tr></w:tbl>"
    + paragraph(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>' + paragraph(run("框")) + "</w:txbxContent></mc:Choice>"
        "<mc:Fallback/></mc:AlternateContent></w:r><m:oMath><m:r><m:t>1</m:t></m:r></m:oMath>"
    )
)  # fmt: skip
PARTS = {
    "styles": STYLES,
    "numbering": lists(level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2")),
    "footnotes": f'<w:footnotes {NAMESPACES}><w:footnote w:id="1">{paragraph(run("注"))}</w:footnote></w:footnotes>',
}
PAGE = (
    '<html><head><meta charset="gb2312"><title>2025年工作报告</title></head><body><div class="nav"><a href="/">首页</a></div>'
    '<div id="zoom">'
    "<p>一、2025年工作回顾</p><p>全年新建公厕6座，群众满意。</p><table><tr><td>税收</td><td>1200</td></tr></table><ul><li>完成投资3亿元，增长。</ul>"
    '</div><p style="display:none">隐</p><script>var a="</p>";</script><p>上一篇：<a>通知</a></p></body></html>'
)


def sound() -> dict[str, bytes]:
    """A sound file of each kind by its name."""
    pages = (
        Pdf()
        .lines(90, 700, ["一、2025年工作回顾", "全年新建公厕6座，群众满意。"])
        .page()
        .put(90, 700, "完成投资3亿元。")
    )
    word = b"\xec\xa5\xc1\x00".ljust(4200, b"\0") + SAID.encode("utf-16-le")
    return {
        "a.docx": docx(BODY, **PARTS),
        "a.pdf": pages.content(packed=False),
        "b.pdf": pages.content(b""),
        "a.html": PAGE.encode("gb18030"),
        "b.html": PAGE.encode(),
        "a.txt": (SAID * 8).encode(),
        "b.txt": (SAID * 8).encode("gb18030"),
        "c.txt": (SAID * 8).encode("utf-16"),
        "d.txt": (SAID * 8).encode("utf-16-be"),
        "a.doc": compound({"WordDocument": word, "1Table": bytes(4200), "Data": bytes(5000)}),
    }


# -- mutations: each takes a file and a source of chance ------------------------------------------------------


def cut(data: bytes, chance: random.Random) -> bytes:
    """The file's end is missing."""
    return data[: chance.randrange(len(data) + 1)]


def flip(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64))):
        if made:
            made[chance.randrange(len(made))] = chance.choice((0, 255, 0x80, 0x3C, chance.randrange(256)))
    return bytes(made)


def drop(data: bytes, chance: random.Random) -> bytes:
    """A stretch is missing."""
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.choice((1, 2, 16, 200)) :]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """A stretch is there many times."""
    start = chance.randrange(len(data) + 1)
    stretch = data[start : start + chance.choice((1, 4, 30, 300))]
    return data[:start] + stretch * chance.choice((2, 3, 50)) + data[start:]


def swap(data: bytes, chance: random.Random) -> bytes:
    """Two stretches have changed places."""
    a, b, c = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def numbers(data: bytes, chance: random.Random) -> bytes:
    """A number is another one, such as no program expects."""
    places = list(re.finditer(rb"\d+", data))
    if not places:
        return data
    place = chance.choice(places)
    other = chance.choice((b"0", b"-1", b"99999999999999999999", b"2147483648", b"1e309", b"00"))
    return data[: place.start()] + other + data[place.end() :]


def tags(data: bytes, chance: random.Random) -> bytes:
    """A tag is missing, doubled, or another one."""
    places = list(re.finditer(rb"<[^<>]*>", data))
    if len(places) < 2:
        return data
    one, other = chance.choice(places), chance.choice(places)
    new = chance.choice((b"", one[0] * 2, other[0], one[0] + other[0]))
    return data[: one.start()] + new + data[one.end() :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut,
    flip,
    drop,
    repeat,
    swap,
    numbers,
    tags,
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file gone wrong in one to three ways; a zip file's parts often inside a sound zip file."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _inside(data, chance)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


def _inside(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(chance.choice((1, 1, 2, 3))):
        name = chance.choice(sorted(parts))
        content = parts[name]
        assert isinstance(content, bytes)
        parts[name] = chance.choice(MUTATIONS)(content, chance)
    if chance.random() < 0.1:
        parts.pop(chance.choice(sorted(parts)))
    return packed(parts)
