"""What the properties of runs, paragraphs, rows and content controls say about which text is shown, and how it begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from zhenwu.kernel.ooxml.names import Element, w
from zhenwu.kernel.ooxml.numbering import Counter, Sheet, said_on
from zhenwu.kernel.ooxml.text import Paragraph, Piece

#: An element's attributes: the element itself, or a mapping where a stream gives nothing more.
Attributes: TypeAlias = Element | Mapping[str, str]
#: Stands for the elements of a stream, of which nothing is kept.
NOWHERE: Element = etree.Element("nowhere")


@dataclass(slots=True)
class Run:
    node: Element | None
    hidden: bool
    vanish: bool | None = None
    style: str = ""
    prompt: bool = False


@dataclass(slots=True)
class Open:
    """A paragraph that is being read, and what its properties say."""

    paragraph: Paragraph
    style: str = ""
    number: str | None = None
    level: int | None = None
    vanish: bool | None = None
    run_in: bool = False
    deleted: bool = False
    hidden: bool = False
    ready: bool = False


@dataclass(slots=True)
class Flow:
    """The body or a text box: its open paragraphs, and for each open field whether its result has begun."""

    open: list[Open] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)


_PROMPT_STYLES = ("placeholder text", "占位符文本")
_VAL = w("val")
_PROPERTIES = {
    w(name): name
    for name in (
        *("pStyle", "numPr", "numId", "ilvl", "rPr", "rStyle", "vanish", "specVanish"),
        *("del", "moveFrom", "showingPlcHdr"),
    )
}


class Formatting:
    """The paragraphs, runs, rows and controls that are open, and what their properties say."""

    def __init__(self, sheet: Sheet) -> None:
        self.found: list[Paragraph] = []
        self._sheet = sheet
        self._counter = Counter(sheet)
        self._waiting: list[Piece] = []  # bookmarks that begin between two paragraphs begin with the next one
        self._stories = [Flow()]
        self._runs: list[Run | None] = [None]
        self._inside = ""  # the properties that are being read
        self._controls: list[bool] = []
        self._deleted_rows: list[bool] = []

    # -- paragraphs

    def _paragraph(self, _: Attributes, node: Element | None) -> bool:
        paragraph = Paragraph(node, list(self._waiting))
        self._waiting.clear()
        self.found.append(paragraph)
        self._stories[-1].open.append(Open(paragraph))
        self._runs.append(None)
        return True

    def _paragraph_end(self) -> None:
        story = self._stories[-1]
        self._ready(story.open[-1])
        story.open.pop()
        self._runs.pop()
        if not all(story.fields):
            # A field whose code does not end with its paragraph is broken; it must not swallow the rest.
            story.fields = [shown for shown in story.fields if shown]

    def _ready(self, one: Open) -> None:
        """The paragraph's properties are known: its number and its mark."""
        if one.ready:
            return
        one.ready = True
        one.hidden = self._sheet.style(one.style or self._sheet.default).hidden
        gone = one.deleted or (one.hidden if one.vanish is None else one.vanish)
        if gone or one.run_in:
            one.paragraph.mark = ""
        if gone and not one.run_in:
            return
        label = self._counter.label(one.style, one.number, one.level)
        before = self.found[-2] if len(self.found) > 1 and self.found[-1] is one.paragraph else None
        if label and not (before is not None and before.mark == "" and before.text):
            one.paragraph.pieces.insert(
                0,
                Piece(
                    label, None, one.paragraph.element if one.paragraph.element is not None else NOWHERE, True
                ),
            )

    # -- properties

    def _into(self, name: str) -> bool:
        self._inside = name
        return True

    def _run_properties(self, _: Attributes, __: Element | None) -> bool:
        return self._runs[-1] is not None and self._into("rPr")

    def _property(self, tag: str, attributes: Attributes) -> bool:
        name, inside = _PROPERTIES.get(tag, ""), self._inside
        if inside == "rPr":
            run = self._runs[-1]
            if run is not None and name == "vanish":
                run.vanish = said_on(attributes.get(_VAL, "1") or "1")
            elif run is not None and name == "rStyle":
                run.style = attributes.get(_VAL, "") or ""
        elif inside == "trPr":
            self._deleted_rows[-1] = self._deleted_rows[-1] or name == "del"
        elif inside == "sdtPr":
            if name == "showingPlcHdr":
                self._controls[-1] = said_on(attributes.get(_VAL, "1") or "1")
        elif name in ("rPr", "numPr") and inside == "pPr":
            return self._into(name + " of pPr")
        else:
            self._of_paragraph(self._stories[-1].open[-1], name, attributes.get(_VAL, "") or "")
        return False

    def _of_paragraph(self, one: Open, name: str, value: str) -> None:
        if self._inside == "pPr":
            if name == "pStyle":
                one.style = value
        elif self._inside == "numPr of pPr":
            if name == "numId":
                one.number = value
            elif name == "ilvl" and value.isdecimal() and len(value) < 3:
                one.level = int(value)
        elif name == "vanish":
            one.vanish = said_on(value or "1")
        elif name == "specVanish":
            one.run_in = said_on(value or "1")
        elif name in ("del", "moveFrom"):
            one.deleted = True

    def _property_end(self) -> None:
        """One of the groups of properties ends."""
        inside, self._inside = self._inside, ""
        if inside.endswith(" of pPr"):
            self._inside = "pPr"
        elif inside == "pPr":
            self._ready(self._stories[-1].open[-1])
        elif inside == "rPr" and (run := self._runs[-1]) is not None:
            style = self._sheet.style(run.style)
            of_paragraph = bool(self._stories[-1].open) and self._stories[-1].open[-1].hidden
            run.hidden = (of_paragraph != style.hidden) if run.vanish is None else run.vanish
            run.prompt = style.name.casefold() in _PROMPT_STYLES

    def _paragraph_properties(self, _: Attributes, __: Element | None) -> bool:
        story = self._stories[-1]
        return bool(story.open) and not story.open[-1].ready and self._into("pPr")

    def _row_properties(self, _: Attributes, __: Element | None) -> bool:
        return bool(self._deleted_rows) and self._into("trPr")

    def _control_properties(self, _: Attributes, __: Element | None) -> bool:
        return bool(self._controls) and self._into("sdtPr")

    # -- runs

    def _run(self, _: Attributes, node: Element | None) -> bool:
        story = self._stories[-1]
        self._runs.append(Run(node, bool(story.open) and story.open[-1].hidden) if story.open else None)
        return True

    def _run_end(self) -> None:
        self._runs.pop()

    def _shown(self) -> bool:
        run = self._runs[-1]
        if run is None or run.hidden or not all(self._stories[-1].fields):
            return False
        return not (run.prompt and any(self._controls))
