"""The fictional town's work report: its words with figures in place, as an official document."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhenwu.demo import places
from zhenwu.demo.report_text import BODY, SPEAKER, SUBTITLE, TITLE
from zhenwu.figures.queries import Ask, Figure, evaluate
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import plain, print_growth, print_value, round_half_up
from zhenwu.kernel.units import scale
from zhenwu.writer import docx

_SLOT = re.compile(r"\[([a-z_.0-9]+)(?::([^\]]+))?\]")


@dataclass(frozen=True, slots=True)
class Work:
    """A report and what it printed: metric and aspect of every slot, in order."""

    title: str
    document: bytes
    text: str
    slots: tuple[tuple[str, str], ...]


def compose(town: str, name: str, year: int) -> Work:
    """The report adopted in January of `year`, about the year before, from the town's own figures.

    A slot whose figure is missing is an error in the demonstration's data, not a blank: ValueError names it.
    """
    review = Period.year(year - 1)
    slots = tuple((metric, how or "value") for metric, how in _SLOT.findall(BODY))
    asks = {
        slot: Ask(slot[0], town, review, slot[1] if slot[1] in ("growth", "rank", "streak") else "value")
        for slot in slots
    }
    figures = evaluate(list(dict.fromkeys(asks.values())))
    missing = sorted({f"{m}:{how}" for (m, how), ask in asks.items() if figures[ask].value is None})
    if missing:
        raise ValueError(f"demo report of {name}: no figure for {', '.join(missing)}")
    words = {"town": name, "last": year - 1, "year": year, "villages": len(places.villages_of(town))}
    printed = {slot: _print(figures[ask], slot[1]) for slot, ask in asks.items()}
    body = _SLOT.sub(lambda m: printed[m[1], m[2] or "value"], at_home(BODY, town).format(**words)).strip()
    blocks: list[docx.Heading | docx.Paragraph] = []
    for line in body.splitlines():
        if line.startswith("## "):
            blocks.append(docx.Heading(2, line[3:]))
        elif line.startswith("# "):
            blocks.append(docx.Heading(1, line[2:]))
        else:
            blocks.append(docx.Paragraph(line))
    document = docx.compose(
        docx.Document(
            title=TITLE.format(**words),
            subtitle=SUBTITLE.format(**words) + "\n" + SPEAKER.format(**words),
            blocks=blocks,
            signature="",
            date=date(year, 1, 12),
        )
    )
    return Work(TITLE.format(**words), document, docx.paragraph_text(document), slots)


def at_home(text: str, town: str) -> str:
    """The words with the names of a town's own places: those of the main town stand in the source."""
    own = places.villages_of(town)
    names = dict(zip(places.VILLAGES, itertools.cycle(own), strict=False))
    stem = places.TOWNS[town].removesuffix("镇")
    stems = {name[:2]: there[:2] for name, there in names.items()}
    stems |= {"清溪河": stem.removesuffix("河") + "河", "清溪": stem}
    return re.sub("|".join(stems), lambda m: stems[m[0]], text)


def _print(figure: Figure, how: str) -> str:
    value = figure.value
    assert value is not None
    if how == "growth":
        return print_growth(value, places=1)
    if how == "rank":
        return plain(value)
    if how == "streak":
        return f"连续{plain(value)}年"
    if how == "zero":
        if value:
            raise ValueError(f"demo report: {figure.metric.name} is {value}, not zero")
        return "零"
    if how != "value":
        return print_value(value, figure.unit, scale=(scale(how)[0], how), places=2)
    if figure.unit == "%":
        return f"{plain(round_half_up(value, 1))}%"
    if figure.unit == "元":
        # incomes a head are printed to the yuan, everything larger in 万元
        return print_value(
            value, "元", scale=(Decimal(1), "元") if value < 100_000 else (Decimal(10_000), "万元"), places=1
        )
    return print_value(value, figure.unit)
