"""A draft edited in Word comes back: its numbers are found again."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from zhenwu.desk.drafting import draft_docx, draft_refresh, draft_start
from zhenwu.desk.handling import figure_keep
from zhenwu.desk.returning import draft_return
from zhenwu.kernel.errors import BadInput
from zhenwu.reports.queries import figures_of, version_latest

from .conftest import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(read_in):  # type: ignore[no-untyped-def]
    """A draft and its docx as it went out."""
    read_in.draft = draft_start(read_in.report, actor=read_in.zhou, year=2026)
    read_in.latest = version_latest(read_in.draft)
    read_in.sent = draft_docx(read_in.latest)
    return read_in


def named(version, surface):
    return next(f for f in figures_of(version) if f.surface == surface)


def edited(data: bytes, edit) -> bytes:  # type: ignore[no-untyped-def]
    document = docx.Document(io.BytesIO(data))
    edit(document)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def retype(document, old, new):  # type: ignore[no-untyped-def]
    run = next(r for p in document.paragraphs for r in p.runs if old in r.text)
    run.text = run.text.replace(old, new)


def drop_bookmark(document, key):  # type: ignore[no-untyped-def]
    for mark in list(document.element.body.iter(qn("w:bookmarkStart"))):
        if mark.get(qn("w:name")) == f"_F_{key}":
            number = mark.get(qn("w:id"))
            mark.getparent().remove(mark)
            for end in list(document.element.body.iter(qn("w:bookmarkEnd"))):
                if end.get(qn("w:id")) == number:
                    end.getparent().remove(end)


def back(out, edit):  # type: ignore[no-untyped-def]
    data = edited(out.sent, edit)
    return draft_return(out.draft, actor=out.zhou, data=data, name="改过.docx")


def test_the_same_file_back_finds_every_number(out):
    version = back(out, lambda document: None)
    assert version.number == out.latest.number + 1
    assert [(f.key, f.surface, f.verdict) for f in figures_of(version)] == [
        (f.key, f.surface, f.verdict) for f in figures_of(out.latest)
    ]
    assert version.reading["lost"] == []
    assert {c.text for c in version.assertions.all()} == {c.text for c in out.latest.assertions.all()}


def test_a_changed_number_is_flagged_with_what_it_was(out):
    key = named(out.latest, "187批").key
    version = back(out, lambda document: retype(document, "187", "190"))
    figure = next(f for f in figures_of(version) if f.key == key)
    assert (figure.surface, figure.verdict, figure.handling) == ("190批", "differs", "open")
    assert figure.why.startswith("外面改过，原为187批")
    assert "多3批" in figure.why
    assert figure.metric_code == "petition.visits"
    refreshed = draft_refresh(out.draft, actor=out.zhou)
    assert "190批" in refreshed.text


def test_a_moved_sentence_takes_its_numbers_along(out):
    def move(document):  # type: ignore[no-untyped-def]
        paragraphs = [p for p in document.paragraphs if "187" in p.text or "7832" in p.text]
        first, second = (p._p for p in paragraphs)
        first.addprevious(second)

    version = back(out, move)
    assert version.text.index("187批") < version.text.index("7832万元")
    old = {f.key: f.surface for f in figures_of(out.latest)}
    assert {f.key: f.surface for f in figures_of(version)} == old
    assert all(version.text[f.start : f.end] == f.surface for f in figures_of(version))


def test_a_lost_bookmark_is_found_by_text(out):
    key = named(out.latest, "412人次").key
    version = back(out, lambda document: drop_bookmark(document, key))
    assert next(f for f in figures_of(version) if f.key == key).surface == "412人次"


def test_a_deleted_number_is_named_and_a_new_one_is_linked(out):
    def edit(document):  # type: ignore[no-untyped-def]
        paragraph = next(p for p in document.paragraphs if "观景平台" in p.text)
        for run in paragraph.runs:
            run.text = run.text.replace("建成观景平台", "").replace("2处", "")
        paragraph.add_run("新增规模以上工业企业3家。")

    key = named(out.latest, "2处").key
    version = back(out, edit)
    assert [one["key"] for one in version.reading["lost"]] == [key]
    fresh = max(figures_of(version), key=lambda f: f.key)
    assert (fresh.surface, fresh.metric_code, fresh.verdict) == ("3家", "enterprise.scale.new", "agrees")
    assert fresh.key not in {f.key for f in figures_of(out.latest)}


def test_what_was_decided_stays_decided(out):
    figure_keep(named(out.latest, "143件"), actor=out.zhou, note="按年报口径")
    version = back(out, lambda document: retype(document, "187", "190"))
    assert named(version, "143件").handling == "kept"


def test_another_document_is_refused(out):
    with pytest.raises(BadInput, match="只找到0个本稿的数"):
        draft_return(out.draft, actor=out.zhou, data=document(*other_blocks()), name="别的.docx")
    with pytest.raises(BadInput):
        draft_return(out.draft, actor=out.zhou, data=b"PK\x03\x04broken", name="坏.docx")
    assert version_latest(out.draft).number == out.latest.number


def other_blocks():  # type: ignore[no-untyped-def]
    from zhenwu.writer.docx import Paragraph

    return [Paragraph("白石镇举办了六场演出，观众8000人次。")]
