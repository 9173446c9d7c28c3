"""A report with automatic numbers, a table and a footnote becomes a draft, goes out, and comes back edited."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from tests.unit.reader.inputs.files import level, lists

from zhenwu.desk.drafting import draft_docx, draft_start
from zhenwu.desk.linking import links_suggest
from zhenwu.desk.reading import report_read
from zhenwu.desk.returning import draft_return
from zhenwu.kernel.ooxml import open_document, w
from zhenwu.reader import read
from zhenwu.reports.queries import figures_of, version_latest
from zhenwu.writer import parts

from .conftest import document

pytestmark = pytest.mark.django_db

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
TYPED = {"一、": 0, "二、": 0, "（一）": 1, "（二）": 1}
LISTS = lists(level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）"))


def numbered(data: bytes) -> bytes:
    """The document with its typed heading numbers made automatic, as Word does it, and the same text."""
    package = open_document(data)
    parts.declare(package, "word/numbering.xml", KIND)
    parts.relate(package, package.main, "numbering", "word/numbering.xml")
    package.parts["word/numbering.xml"] = LISTS.encode()
    root = package.document()
    for paragraph in root.iter(w("p")):
        first = next(paragraph.iter(w("t")), None)
        label = next((one for one in TYPED if first is not None and (first.text or "").startswith(one)), None)
        if first is not None and label is not None:
            first.text = (first.text or "").removeprefix(label)
            properties = paragraph.find(w("pPr"))
            number = etree.SubElement(properties, w("numPr"))
            etree.SubElement(number, w("ilvl")).set(w("val"), str(TYPED[label]))
            etree.SubElement(number, w("numId")).set(w("val"), "1")
    package.parts[package.main] = parts.dump(root)
    return parts.pack(package)


@pytest.fixture
def drafted(filed):  # type: ignore[no-untyped-def]
    """The draft of a report whose headings number themselves."""
    zhou = filed.users["zhou"]
    report = report_read(numbered(document()), actor=zhou, area_code=filed.code, year=2026, name="报告.docx")
    links_suggest(version_latest(report), actor=zhou)
    return draft_start(report, actor=zhou, year=2026), zhou


def test_typed_and_automatic_numbers_read_alike() -> None:
    typed, automatic = (read(data, name="报告.docx") for data in (document(), numbered(document())))
    assert automatic.text == typed.text
    assert [(s.title, s.level, s.role) for s in automatic.sections] == [
        (s.title, s.level, s.role) for s in typed.sections
    ]
    assert automatic.figures == typed.figures


def test_a_draft_with_automatic_numbers_goes_out_and_comes_back(drafted) -> None:  # type: ignore[no-untyped-def]
    draft, zhou = drafted
    sent = version_latest(draft)
    file = docx.Document(io.BytesIO(draft_docx(sent)))
    assert sum(1 for _ in file.element.body.iter(qn("w:numPr"))) == 4
    run = next(r for p in file.paragraphs for r in p.runs if "187" in r.text)
    run.text = run.text.replace("187", "190")
    # the second heading's part goes up: its number changes by itself
    headings = [p for p in file.paragraphs if p.text in ("经济运行稳中有进", "社会大局和谐稳定")]
    first, second = (p._p for p in headings)
    moved = [second, second.getnext()]
    for element in moved:
        first.addprevious(element)
    out = io.BytesIO()
    file.save(out)
    version = draft_return(draft, actor=zhou, data=out.getvalue(), name="改过.docx")
    assert version.reading["lost"] == []
    assert version.text.index("（一）社会大局和谐稳定") < version.text.index("（二）经济运行稳中有进")
    figures = figures_of(version)
    assert all(version.text[f.start : f.end] == f.surface for f in figures)
    before = {f.key: f.surface for f in figures_of(sent)}
    after = {f.key: f.surface for f in figures}
    assert {key for key in before if before[key] != after[key]} == {
        next(key for key, s in before.items() if s == "187批")
    }
