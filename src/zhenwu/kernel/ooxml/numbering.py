"""Automatic numbers of paragraphs, and what styles say about numbering and hidden text.

A number counts on within its list (`w:abstractNum`), also where several `w:num` share it; a level begins anew after a
paragraph of a higher level, unless `w:lvlRestart` says otherwise, and where a `w:num` overrides its start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhenwu.kernel.ooxml.counting import bullet, written
from zhenwu.kernel.ooxml.names import Element, w

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
#: No list counts further; a start from a hostile file must not make text of any length.
_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers look and where they begin."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""
    font: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A `w:num`: the list it counts in, its levels, and levels at which it begins anew."""

    counts_in: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of hidden text and numbering, with what it takes over from the style it is based on."""

    name: str = ""
    hidden: bool = False
    number: str = ""
    level: int = 0


def _value(node: Element | None, fallback: str = "") -> str:
    return fallback if node is None else str(node.get(w("val"), fallback))


def _whole(text: str, fallback: int = 0) -> int:
    return min(int(text), _MOST) if re.fullmatch(r"[0-9]{1,12}", text) else fallback


def on(node: Element | None) -> bool | None:
    """Whether a switch such as w:vanish is on; None where it is not there."""
    return None if node is None else said_on(_value(node, "1"))


def said_on(value: str) -> bool:
    """The value of a switch."""
    return value not in ("0", "false", "off")


class Sheet:
    """The styles and lists of a document."""

    def __init__(self, styles: Element | None = None, numbering: Element | None = None) -> None:
        nodes = [] if styles is None else styles.findall(w("style"))
        self._nodes = {str(node.get(w("styleId"), "")): node for node in nodes}
        self.lists: dict[str, List] = {}
        if numbering is not None:
            self._read_lists(numbering)
        self.styles = {name: self._style(name) for name in self._nodes}
        self.default = next(
            (
                str(node.get(w("styleId"), ""))
                for node in nodes
                if node.get(w("type")) == "paragraph" and said_on(str(node.get(w("default"), "0")))
            ),
            "",
        )

    def style(self, name: str) -> Style:
        """A style by its id; one that says nothing when there is none."""
        return self.styles.get(name, _PLAIN)

    def _chain(self, name: str) -> list[Element]:
        """A style and those it is based on, nearest first."""
        chain: list[Element] = []
        seen: set[str] = set()
        while name in self._nodes and name not in seen and len(chain) < 20:
            seen.add(name)
            chain.append(self._nodes[name])
            name = _value(self._nodes[name].find(w("basedOn")))
        return chain

    def _style(self, name: str) -> Style:
        chain = self._chain(name)
        hidden = next(
            (said for one in chain if (said := on(one.find(f"{w('rPr')}/{w('vanish')}"))) is not None), False
        )
        numbers = [(one, one.find(f"{w('pPr')}/{w('numPr')}")) for one in chain]
        number = next(
            ((o, v) for o, n in numbers if n is not None and (v := _value(n.find(w("numId"))))), None
        )
        title = _value(chain[0].find(w("name"))) if chain else ""
        if number is None or number[1] not in self.lists:
            return Style(title, hidden, "" if number is None else number[1])
        owner = str(number[0].get(w("styleId"), ""))
        levels = self.lists[number[1]].levels
        level = next((i for i, one in levels.items() if one.style == name), None)
        if level is None:
            deep = next((v for _, n in numbers if n is not None and (v := _value(n.find(w("ilvl"))))), "")
            level = (
                _whole(deep) if deep else next((i for i, one in levels.items() if one.style == owner), None)
            )
        return Style(title, hidden, number[1], level or 0)

    def _read_lists(self, numbering: Element) -> None:
        abstract: dict[str, dict[int, Level]] = {}
        linked: dict[str, str] = {}
        for node in numbering.findall(w("abstractNum")):
            name = str(node.get(w("abstractNumId"), ""))
            abstract[name] = _levels(node)
            if link := _value(node.find(w("numStyleLink"))):
                linked[name] = link
        plain = {
            str(node.get(w("numId"), "")): _value(node.find(w("abstractNumId")))
            for node in numbering.findall(w("num"))
        }
        for name, style in linked.items():
            # A list made by a list style: that style names a number, and so the list with the levels.
            for one in self._chain(style):
                target = plain.get(_value(one.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")), "")
                if target and target != name and abstract.get(target):
                    abstract[name] = abstract[target]
                    break
        for node in numbering.findall(w("num")):
            number = str(node.get(w("numId"), ""))
            levels = dict(abstract.get(plain[number], {}))
            starts: dict[int, int] = {}
            for override in node.findall(w("lvlOverride")):
                at = _whole(str(override.get(w("ilvl"), "")), LEVELS)
                start = override.find(w("startOverride"))
                if at >= LEVELS:
                    continue
                levels.update(_levels(override))
                if start is not None:
                    starts[at] = _whole(_value(start), 1)
            self.lists[number] = List(plain[number], levels, starts)


_PLAIN = Style()


def _levels(parent: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for node in parent.findall(w("lvl")):
        at = _whole(str(node.get(w("ilvl"), "")), LEVELS)
        if at >= LEVELS:
            continue
        # A format that only new programs know stands first, its replacement after it.
        forms = [_value(one) for one in node.iter(w("numFmt"))]
        restart = node.find(w("lvlRestart"))
        fonts = node.find(f"{w('rPr')}/{w('rFonts')}")
        names = (
            [str(fonts.get(w(kind), "")) for kind in ("ascii", "hAnsi", "cs")] if fonts is not None else []
        )
        found[at] = Level(
            start=_whole(_value(node.find(w("start"))), 0),
            form=forms[-1] if forms else "decimal",
            text=_value(node.find(w("lvlText")))[:100],
            suffix=_value(node.find(w("suff")), "tab"),
            restart=None if restart is None else _whole(_value(restart)),
            legal=bool(on(node.find(w("isLgl")))),
            style=_value(node.find(w("pStyle"))),
            font=next((name for name in names if name), ""),
        )
    return found


class Counter:
    """Counts the paragraphs of one document."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._at: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, style: str, number: str | None, level: int | None) -> str:
        """The next number of a paragraph with this style and its own `w:numId` and `w:ilvl`; "" when it has none."""
        said = self.sheet.style(style or self.sheet.default)
        name = said.number if number is None else number
        known = self.sheet.lists.get(name)
        if known is None:
            return ""
        at = level if level is not None else said.level if name == said.number else 0
        own = known.levels.get(at)
        if own is None:
            return ""
        counts = self._at.setdefault(known.counts_in, [None] * LEVELS)
        first = (name, at) not in self._begun
        self._begun.add((name, at))
        before = counts[at]
        if before is None or (first and at in known.starts):
            counts[at] = known.starts.get(at, own.start)
        else:
            counts[at] = before + 1
        for lower in range(at + 1, LEVELS):
            restart = known.levels[lower].restart if lower in known.levels else None
            if restart is None or at < restart:
                counts[lower] = None
        return self._written(known, own, counts)

    def _written(self, known: List, own: Level, counts: list[int | None]) -> str:
        if own.form == "none" and "%" not in own.text:
            return _parted(own.text, own.suffix)
        if own.form == "bullet":
            return _parted(bullet(own.font, own.text), own.suffix)

        def put(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            level = known.levels.get(index, Level())
            count = counts[index]
            # Word shows one less than the start, a zero, for a higher level that has not come yet.
            number = max(0, known.starts.get(index, level.start) - 1) if count is None else count
            return written(number, "decimal" if own.legal else level.form)

        return _parted(_PLACE.sub(put, own.text), own.suffix)


def _parted(label: str, suffix: str) -> str:
    """A label and what parts it from the text: a tab after a figure, so that no number of the text grows by it."""
    if not label.strip():
        return ""
    last = label[-1]
    if last.isdecimal() or last in ".．":
        return label + "\t"
    return label + ("\t" if suffix != "nothing" and last.isalnum() else "")
