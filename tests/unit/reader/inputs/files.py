"""Small files of every kind, made of nothing: a docx of given XML, a PDF with characters at given places, an OLE container."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SAID = "一、2025年工作回顾\n全年新建公厕6座，群众满意度达95%。"


# -- docx ----------------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    formatting = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{formatting}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph with an automatic number."""
    return paragraph(run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "", *, start: int = 1, suffix: str = "tab") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:suff w:val="{suffix}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*abstract: str, numbers: str = "") -> str:
    """A numbering part: each list with a number of its own from 1, and further numbers."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for n, levels in enumerate(abstract, 1)
    )
    plain = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(abstract) + 1)
    )
    return f"<w:numbering {NAMESPACES}>{made}{plain}{numbers}</w:numbering>"


def document(body: str, prolog: str = "", root: str = "document") -> bytes:
    """A document part."""
    return f'<?xml version="1.0"?>{prolog}<w:{root} {NAMESPACES}><w:body>{body}</w:body></w:{root}>'.encode()


def docx(body: str, **parts: str) -> bytes:
    """A docx; parts : styles, numbering, footnotes, endnotes as XML."""
    declared = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in {"document": "document.main", **{name: name for name in parts}}.items()
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for n, name in enumerate(parts)
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/>{declared}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
            "word/document.xml": document(body),
            **{f"word/{name}.xml": text for name, text in parts.items()},
        }
    )


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# -- pdf -----------------------------------------------------------------------------------------------------


class Pdf:
    """A PDF of A4 pages with Chinese characters where they are put, 1 em wide each, Latin ones half an em."""

    def __init__(self) -> None:
        self.pages: list[list[bytes]] = []
        self.page()

    def page(self) -> Pdf:
        """Go on on a new page."""
        self.pages.append([])
        return self

    def put(
        self, x: float, y: float, text: str, size: float = 16, turn: tuple[int, int, int, int] = (1, 0, 0, 1)
    ) -> Pdf:
        """Paint a text in one go from a place on; y is its baseline, from the page's foot."""
        codes = text.encode("utf-16-be").hex()
        matrix = " ".join(map(str, (*turn, x, y)))
        self.pages[-1].append(f"BT /F1 {size} Tf {matrix} Tm <{codes}> Tj ET".encode())
        return self

    def lines(self, x: float, y: float, lines: list[str], size: float = 16, pitch: float = 28) -> Pdf:
        """Lines below one another."""
        for line in lines:
            self.put(x, y, line, size)
            y -= pitch
        return self

    def picture(self) -> Pdf:
        """A page that is a grey picture."""
        self.pages[-1].append(b"q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")
        return self

    def content(self, password: bytes | None = None, *, packed: bool = True) -> bytes:
        """The file. password : what opens it (RC4 with 40 bits)."""
        identity = b"0123456789abcdef"
        key, entry = _lock(password, identity) if password is not None else (b"", b"")
        objects: dict[int, bytes] = {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            3: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>",
            4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
            b"/DW 1000/W[1 95 500 814 939 500]/FontDescriptor 5 0 R>>",
            5: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
            b"/Descent -120/CapHeight 880/StemV 93>>",
        }
        kids = []
        for n, painted in enumerate(self.pages):
            number = 10 + 2 * n
            kids.append(b"%d 0 R" % number)
            objects[number] = (
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
                % (number + 1)
            )
            stream = b"\n".join(painted)
            stream = zlib.compress(stream) if packed else stream
            if key:
                stream = _rc4(
                    hashlib.md5(key + struct.pack("<I", number + 1)[:3] + b"\0\0").digest()[:10], stream
                )
            how = b"/Filter/FlateDecode" if packed else b""
            objects[number + 1] = b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), how, stream)
        objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
        if entry:
            objects[6] = entry
        made, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
        for number in sorted(objects):
            places[number] = len(made)
            made += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
        table = len(made)
        made += b"xref\n0 1\n0000000000 65535 f \n"
        for number, place in sorted(places.items()):
            made += b"%d 1\n%010d 00000 n \n" % (number, place)
        locked = b"/Encrypt 6 0 R" if entry else b""
        made += b"trailer<</Size %d/Root 1 0 R/ID[<%s><%s>]%s>>\nstartxref\n%d\n%%%%EOF\n" % (
            max(objects) + 1, identity.hex().encode(), identity.hex().encode(), locked, table,
        )  # fmt: skip
        return bytes(made)


_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _lock(password: bytes, identity: bytes) -> tuple[bytes, bytes]:
    """The key and the dictionary of the standard security handler, revision 2."""
    padded = (password + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + struct.pack("<i", -4) + identity).digest()[:5]
    user = _rc4(key, _PAD)
    return key, b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (owner.hex().encode(), user.hex().encode())


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j, made = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


# -- old Office files ----------------------------------------------------------------------------------------


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file of streams, each of 4096 bytes or more."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    table: list[int] = [0xFFFFFFFD]  # the table itself stands in the first sector
    data = bytearray(sector)
    entries = [_entry("Root Entry", 5, end, 0, child=1 if streams else free)]
    directory = len(table)
    size = -(-(1 + len(streams)) // 4)
    table += [directory + n + 1 for n in range(size - 1)] + [end]
    data += bytes(size * sector)
    for n, (name, content) in enumerate(streams.items(), 1):
        first, count = len(table), -(-len(content) // sector)
        table += [first + k + 1 for k in range(count - 1)] + [end]
        data += content.ljust(count * sector, b"\0")
        entries.append(_entry(name, 2, first, len(content), right=n + 1 if n < len(streams) else free))
    assert len(table) <= 128
    data[:sector] = struct.pack("<128I", *table, *[free] * (128 - len(table)))
    written = b"".join(entries)
    data[directory * sector : directory * sector + len(written)] = written
    head = struct.pack(
        "<8s16xHHHHH6xIII4xIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        directory,
        4096,
        end,
        0,
        end,
        0,
    )
    return head + struct.pack("<109I", 0, *[free] * 108) + bytes(data)


def _entry(
    name: str, kind: int, first: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    title = name.encode("utf-16-le") + b"\0\0"
    return title.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIQ", len(title), kind, 1, 0xFFFFFFFF, right, child, first, size
    )
