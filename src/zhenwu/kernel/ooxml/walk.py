"""The walk over a document's elements that makes its text, whether they come from a tree or from a stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhenwu.kernel.ooxml.counting import sign
from zhenwu.kernel.ooxml.formatting import NOWHERE, Attributes, Flow, Formatting
from zhenwu.kernel.ooxml.names import MATH, MC, Element, w
from zhenwu.kernel.ooxml.numbering import Sheet
from zhenwu.kernel.ooxml.text import Paragraph, Piece

_DEEPEST = 50
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_ID, _TYPE = w("id"), w("type")


class Walk(Formatting):
    """Collects paragraphs from elements as they begin and end, whether they come from a tree or from a stream.

    `start` tells whether what is inside an element shall be told too; of an element refused, `end` is not told.
    """

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.buffer: list[str] | None = None
        self._choices: list[bool] = []
        self._cells: list[int] = []
        self._rows: list[int] = []
        self._referred: set[tuple[str, str]] = set()

    def start(self, tag: str, attributes: Attributes, node: Element | None = None) -> bool:
        """An element begins; whether to go into it."""
        if self._inside:
            return self._property(tag, attributes)
        begin = _BEGIN.get(tag)
        return begin is None or begin(self, attributes, node)

    def end(self, tag: str) -> None:
        """An element that was gone into ends."""
        close = _END.get(tag)
        if close is not None:
            close(self)

    # -- tables

    def _cell(self, _: Attributes, __: Element | None) -> bool:
        if self._deleted_rows and self._deleted_rows[-1]:
            return False
        self._cells.append(len(self.found))
        return True

    def _cell_end(self) -> None:
        if len(self.found) > self._cells.pop():
            self.found[-1].mark = "\t"

    def _row(self, _: Attributes, __: Element | None) -> bool:
        self._rows.append(len(self.found))
        self._deleted_rows.append(False)
        return True

    def _row_end(self) -> None:
        self._deleted_rows.pop()
        if len(self.found) > self._rows.pop():
            self.found[-1].mark = "\n"

    # -- what is inside a paragraph

    def _emit(self, text: str, node: Element | None) -> bool:
        if text and self._shown():
            run = self._runs[-1]
            self._stories[-1].open[-1].paragraph.pieces.append(
                Piece(text, run.node if run else None, _known(node))
            )
        return False

    def _text(self, _: Attributes, node: Element | None) -> bool:
        if node is None:
            self.buffer = []
            return True
        return self._emit(_one_line(node.text or ""), node)

    def _text_end(self) -> None:
        text, self.buffer = "".join(self.buffer or ()), None
        self._emit(_one_line(text), None)

    def _symbol(self, attributes: Attributes, node: Element | None) -> bool:
        try:
            code = int(attributes.get(w("char"), "") or "", 16)
        except ValueError:
            return False
        return self._emit(sign(attributes.get(w("font"), "") or "", code), node)

    def _formula(self, _: Attributes, node: Element | None) -> bool:
        if node is None:
            self.buffer = []
            return True
        return self._fixed(_one_line(node.text or ""), node)

    def _formula_end(self) -> None:
        text, self.buffer = "".join(self.buffer or ()), None
        self._fixed(_one_line(text), None)

    def _fixed(self, text: str, node: Element | None) -> bool:
        if text and self._stories[-1].open:
            self._stories[-1].open[-1].paragraph.pieces.append(Piece(text, None, _known(node), True))
        return False

    def _field(self, attributes: Attributes, _: Element | None) -> bool:
        fields = self._stories[-1].fields
        kind = attributes.get(w("fldCharType"), "")
        if kind == "begin":
            # nobody nests them deeper; a row of beginnings without an end must not be looked through for every run
            fields[_DEEPEST:] = [False]
        elif fields and kind == "separate":
            fields[-1] = True
        elif fields and kind == "end":
            fields.pop()
        return False

    # -- what stands around paragraphs

    def _box(self, _: Attributes, __: Element | None) -> bool:
        run = self._runs[-1]
        if run is not None and run.hidden:
            return False
        self._stories.append(Flow())
        self._runs.append(None)
        return True

    def _box_end(self) -> None:
        self._stories.pop()
        self._runs.pop()

    def _control(self, _: Attributes, __: Element | None) -> bool:
        self._controls.append(False)
        return True

    def _control_end(self) -> None:
        self._controls.pop()

    def _alternatives(self, _: Attributes, __: Element | None) -> bool:
        self._choices.append(False)
        return True

    def _alternatives_end(self) -> None:
        self._choices.pop()

    def _alternative(self, _: Attributes, __: Element | None) -> bool:
        """A drawing comes twice, for new and for old programs: it is read once."""
        if not self._choices or self._choices[-1]:
            return not self._choices
        self._choices[-1] = True
        return True

    def _bookmark(self, _: Attributes, node: Element | None) -> bool:
        if node is None:
            return False
        piece, story = Piece("", None, node), self._stories[-1]
        if story.open:
            story.open[-1].paragraph.pieces.append(piece)
        elif node.tag == w("bookmarkStart") or not self.found:
            self._waiting.append(piece)
        else:
            self.found[-1].pieces.append(piece)
        return False

    def close(self) -> None:
        """Nothing more comes."""
        if self._waiting and self.found:
            self.found[-1].pieces.extend(self._waiting)
            self._waiting.clear()


def _known(node: Element | None) -> Element:
    return NOWHERE if node is None else node


def _one_line(text: str) -> str:
    """A line end of the XML inside w:t is shown as a space."""
    return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text


def _never(_: Walk, __: Attributes, ___: Element | None) -> bool:
    return False


def _character(text: str) -> Callable[[Walk, Attributes, Element | None], bool]:
    return lambda walk, _, node: walk._emit(text, node)


def _sign(text: str) -> Callable[[Walk, Attributes, Element | None], bool]:
    def put(walk: Walk, _: Attributes, node: Element | None) -> bool:
        walk._fixed(text, node)
        return True

    return put


def _reference(kind: str) -> Callable[[Walk, Attributes, Element | None], bool]:
    def refer(walk: Walk, attributes: Attributes, _: Element | None) -> bool:
        if walk._shown():
            walk._referred.add((kind, attributes.get(_ID, "") or ""))
        return False

    return refer


def _note(kind: str) -> Callable[[Walk, Attributes, Element | None], bool]:
    def begin(walk: Walk, attributes: Attributes, _: Element | None) -> bool:
        wanted = (kind, attributes.get(_ID, "") or "") in walk._referred
        return wanted and attributes.get(_TYPE, "") not in _SEPARATORS

    return begin


_M = f"{{{MATH}}}"
_BEGIN: dict[str, Callable[[Walk, Attributes, Element | None], bool]] = {
    w("p"): Walk._paragraph,
    w("pPr"): Walk._paragraph_properties,
    w("r"): Walk._run,
    w("rPr"): Walk._run_properties,
    w("t"): Walk._text,
    w("tab"): _character("\t"),
    w("ptab"): _character("\t"),
    w("br"): _character("\n"),
    w("cr"): _character("\n"),
    w("noBreakHyphen"): _character("-"),
    w("sym"): Walk._symbol,
    w("fldChar"): Walk._field,
    w("tr"): Walk._row,
    w("trPr"): Walk._row_properties,
    w("tc"): Walk._cell,
    w("sdt"): Walk._control,
    w("sdtPr"): Walk._control_properties,
    w("txbxContent"): Walk._box,
    f"{{{MC}}}AlternateContent": Walk._alternatives,
    f"{{{MC}}}Choice": Walk._alternative,
    f"{{{MC}}}Fallback": Walk._alternative,
    w("bookmarkStart"): Walk._bookmark,
    w("bookmarkEnd"): Walk._bookmark,
    w("footnoteReference"): _reference("footnote"),
    w("endnoteReference"): _reference("endnote"),
    w("footnote"): _note("footnote"),
    w("endnote"): _note("endnote"),
    _M + "t": Walk._formula,
    _M + "den": _sign("/"),
    _M + "sup": _sign("^"),
    # Deleted text, the reading over a character (ruby), and properties that say nothing here.
    **{
        w(name): _never
        for name in ("del", "moveFrom", "rt", "sdtEndPr", "tblPr", "tblGrid", "tcPr", "sectPr")
    },
}
_END: dict[str, Callable[[Walk], None]] = {
    w("p"): Walk._paragraph_end,
    w("r"): Walk._run_end,
    w("t"): Walk._text_end,
    w("tr"): Walk._row_end,
    w("tc"): Walk._cell_end,
    w("sdt"): Walk._control_end,
    w("txbxContent"): Walk._box_end,
    f"{{{MC}}}AlternateContent": Walk._alternatives_end,
    _M + "t": Walk._formula_end,
    **{w(name): Walk._property_end for name in ("pPr", "rPr", "numPr", "trPr", "sdtPr")},
}


def paragraphs(roots: Mapping[str, Element], sheet: Sheet) -> list[Paragraph]:
    """The paragraphs of parsed parts, the body first, by the rule above."""
    walk = Walk(sheet)

    def within(parent: Element) -> None:
        for child in parent:
            tag = child.tag
            if isinstance(tag, str) and walk.start(tag, child, child):
                within(child)
                walk.end(tag)

    for root in roots.values():
        within(root)
    walk.close()
    return walk.found
