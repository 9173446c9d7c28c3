"""A document comes back edited, and its numbers are found again."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from tests.unit.writer.conftest import numbered_text

from zhenwu.writer import docx

Changes = Callable[[bytes, list[str]], list[docx.Change]]
TABLE = ["301", "41.5", "288", "39.8", "190", "27.6"]


@pytest.fixture
def traced(composed: bytes, number_changes: Changes) -> bytes:
    """The composed document with all its 70 numbers traced."""
    return docx.replace(composed, number_changes(composed, [*numbered_text()[1], *TABLE]))


def edited(data: bytes, *edits: tuple[str, str]) -> bytes:
    """The document with its XML changed, as an editor leaves it; every edit must hit."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                text = content.decode()
                for pattern, replacement in edits:
                    text, hits = re.subn(pattern, replacement, text)
                    assert hits, pattern
                content = text.encode()
            new.writestr(name, content)
    return out.getvalue()


NO_BOOKMARKS = (r"<w:bookmark(Start|End)[^>]*/>", "")


def readings(found: list[docx.Found]) -> dict[str, tuple[str, object]]:
    return {one.key: (one.text, one.trace.get("value")) for one in found}


def test_all_by_bookmark(traced: bytes) -> None:
    found = docx.find(traced)
    assert len(found) == 70 and {one.how for one in found} == {"bookmark"} and docx.lost(traced) == []
    text = docx.paragraph_text(traced)
    assert all(text[one.start : one.end] == one.text == one.trace["value"] for one in found)


@pytest.mark.parametrize("kinds", [("docx",), ("odt", "docx"), ("doc", "docx")], ids="-".join)
def test_all_after_libreoffice(traced: bytes, resave: Callable[..., bytes], kinds: tuple[str, ...]) -> None:
    known = docx.traces(traced)
    back = resave(traced, *kinds)
    assert docx.paragraph_text(back) == docx.paragraph_text(traced)
    found = docx.find(back, known)
    assert readings(found) == readings(docx.find(traced))
    assert {one.how for one in found} == {"bookmark"}
    assert docx.lost(back, known) == []


def test_document_carries_its_trace_through_libreoffice(traced: bytes, resave: Callable[..., bytes]) -> None:
    assert docx.traces(resave(traced, "docx")) == docx.traces(traced)


def test_foreign_document_after_libreoffice(
    foreign: bytes, number_changes: Changes, resave: Callable[..., bytes]
) -> None:
    numbers = ["1234", "98.6", "12.3", "18", "3", "2"]
    filled = docx.replace(foreign, number_changes(foreign, numbers))
    found = docx.find(resave(filled, "docx"))
    assert [one.text for one in found] == numbers
    assert {one.how for one in found} == {"bookmark"}


def test_all_by_text_without_bookmarks(traced: bytes) -> None:
    bare = edited(traced, NO_BOOKMARKS)
    found = docx.find(bare)
    assert {one.how for one in found} == {"text"}
    expected = {one.key: (one.start, one.end) for one in docx.find(traced)}
    assert {one.key: (one.start, one.end) for one in found} == expected


def test_changed_number_without_its_bookmark(traced: bytes) -> None:
    bare = edited(traced, NO_BOOKMARKS, (">182<", ">1 999<"))
    found = readings(docx.find(bare))
    number = next(one.key for one in docx.find(traced) if one.text == "182")
    assert found[number] == ("1 999", "182")


def test_edits_around_a_number(traced: bytes) -> None:
    bare = edited(
        traced, NO_BOOKMARKS, ("受理信访事项", "共计接收群众信访"), ("第一项：", ""), ("民生", "民主")
    )
    found = {one.key: one for one in docx.find(bare)}
    assert found["n0"].text == "131" and found["n1"].text == "97"


def test_deleted_sentence_is_lost(traced: bytes) -> None:
    gone = next(one for one in docx.find(traced) if one.text == "131")
    bare = edited(traced, (r"<w:p>(?:(?!</w:p>).)*>131<.*?</w:p>", ""))
    assert gone.key in docx.lost(bare) and len(docx.lost(bare)) == 4
    assert gone.key not in readings(docx.find(bare))


def test_emptied_bookmark_is_no_number(traced: bytes) -> None:
    emptied = edited(traced, (r"(<w:t[^>]*>)131(</w:t>)", r"\g<1>\g<2>"))
    assert docx.lost(emptied) == ["n0"]


def test_number_typed_anew_beside_its_emptied_bookmark(traced: bytes) -> None:
    tracked = edited(
        traced,
        (
            r"<w:r>(?:(?!</w:r>).)*>131</w:t></w:r>(<w:bookmarkEnd[^>]*/>)",
            r"<w:del w:id='900'><w:r><w:delText>131</w:delText></w:r></w:del>\1"
            r"<w:ins w:id='901'><w:r><w:t>146</w:t></w:r></w:ins>",
        ),
    )
    found = {one.key: one for one in docx.find(tracked)}
    assert (found["n0"].text, found["n0"].how, len(found)) == ("146", "text", 70)


def test_digits_typed_at_the_edge_belong_to_the_number(traced: bytes) -> None:
    typed = edited(traced, ("件，办结", "5.5件，办结"))
    assert readings(docx.find(typed))["n0"][0] == "1315.5"


def test_copied_paragraph_keeps_the_first(traced: bytes) -> None:
    copied = edited(traced, (r"(<w:p>(?:(?!</w:p>).)*>131<.*?</w:p>)", r"\1\1"))
    assert [one.key for one in docx.find(copied)].count("n0") == 1


def test_two_places_alike_are_not_guessed(number_changes: Changes) -> None:
    rows = [docx.Paragraph("办结5件。") for _ in range(6)]
    data = docx.compose(docx.Document("表", blocks=rows))
    start = docx.paragraph_text(data).index("5件", 20)
    bare = edited(docx.replace(data, [docx.Change(start, start + 1, "5", "k")]), NO_BOOKMARKS)
    assert docx.find(bare) == [] and docx.lost(bare) == ["k"]


def test_alike_places_are_told_apart_by_their_order(number_changes: Changes) -> None:
    rows = [docx.Paragraph("全年办结信访事项5件，群众满意。") for _ in range(6)]
    data = docx.compose(docx.Document("表", blocks=rows))
    traced = docx.replace(data, number_changes(data, ["5"] * 6))
    expected = [(one.key, one.start) for one in docx.find(traced)]
    assert [(one.key, one.start) for one in docx.find(edited(traced, NO_BOOKMARKS))] == expected
    reworded = docx.find(edited(traced, NO_BOOKMARKS, ("办结", "受理")))
    assert [(one.key, one.start) for one in reworded] == expected


def test_block_level_bookmark(traced: bytes) -> None:
    moved = edited(
        traced,
        (r'<w:p>((?:(?!</w:p>).)*?)(<w:bookmarkStart w:id="\d+" w:name="_F_n0"/>)', r"\2<w:p>\1"),
    )
    found = readings(docx.find(moved))
    assert found["n0"][0].endswith("131") and len(found) == 70


def test_damaged_trace_is_absent_not_fatal(traced: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(traced)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-20] if name == "customXml/item1.xml" else content)
    assert docx.traces(out.getvalue()) == {}
    assert len(docx.find(out.getvalue())) == 70
