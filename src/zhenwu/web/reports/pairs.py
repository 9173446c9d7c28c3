"""A comparison as rows: both passages in their sentences, the numbers beside each other, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhenwu.catalog import work_rows
from zhenwu.reader.compare import Comparison, Outcome, Place, Sequel
from zhenwu.reader.compare.output import percent
from zhenwu.reader.model import Figure, Reading
from zhenwu.web.reports.rules import OUTCOMES, SEQUELS
from zhenwu.web.reports.showing import heading
from zhenwu.writer.xlsx import Column, Sheet

#: The sign of an outcome; what was not mentioned is no fault, only open.
SIGNS = {"done": "done", "partly": "behind", "not_mentioned": "idle", "contradicted": "late"}
#: So much of a sentence is shown on either side of its passage.
_AROUND = 36
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage with what stands around it in its sentence, the part it is in, and where it can be read."""

    before: str
    text: str
    after: str
    section: str
    url: str


@dataclass(frozen=True, slots=True)
class Number:
    """A target's number, the number that answers it, and the share."""

    target: str
    said: str
    share: str


def groups(found: Comparison, links: Mapping[str, str]) -> list[dict[str, Any]]:
    """The promises by outcome, what asks for an answer first. links : the pages of the two documents, where they are kept."""
    made = []
    for outcome, label in OUTCOMES.items():
        rows = [_row(found, s, links) for s in found.sequels if s.outcome == outcome]
        if rows:
            made.append({"outcome": outcome, "label": label, "sign": SIGNS[outcome], "rows": rows})
    return made


def _row(found: Comparison, sequel: Sequel, links: Mapping[str, str]) -> dict[str, Any]:
    promise = found.promise(sequel)
    numbers = []
    for held in sequel.numbers:
        target, said = found.figures(held)
        numbers.append(
            Number(
                _bare(target),
                "" if said is None else _bare(said),
                "" if held.share is None else percent(held.share),
            )
        )
    return {
        "sequel": sequel,
        "promise": promise,
        "work": f"{promise.row} {work_rows().get(promise.row, '')}".strip(),
        "last": _quote(found.last, sequel.last, links["last"]),
        "this": sequel.this and _quote(found.this, sequel.this, links["this"]),
        "more": [_quote(found.this, place, links["this"]) for place in sequel.more],
        "possibly": sequel.possibly and _quote(found.this, sequel.possibly, links["this"]),
        "again": sequel.again and _quote(found.this, sequel.again, links["this"]),
        "numbers": numbers,
        "why": SEQUELS[sequel.rule],
        "words": [] if sequel.numbers else sequel.words,
    }


def _quote(whole: Reading, place: Place, link: str) -> Quote:
    low, high = place.sentence
    before = whole.text[max(low, place.start - _AROUND) : place.start]
    after = whole.text[place.end : min(high, place.end + _AROUND)]
    part = whole.sections[place.section] if place.section is not None else None
    section = heading(whole.text, part.start, part.title) if part is not None else ""
    cut = "…" if place.start - _AROUND > low else ""
    return Quote(
        cut + _flat(before),
        _flat(place.text),
        _flat(after) + ("…" if place.end + _AROUND < high else ""),
        section,
        f"{link}?at={place.start}#at" if link else "",
    )


def _flat(text: str) -> str:
    return "".join(text.split("\n"))


def _bare(figure: Figure) -> str:
    return "".join(figure.surface.split())


def pair_sheets(found: Comparison) -> list[Sheet]:
    """The comparison as a workbook: a row a promise, and the amounts that differ."""
    columns = [
        Column(_("结果"), width=12),
        Column(_("前一年的承诺"), width=44),
        Column(_("后一年怎么说"), width=44),
        Column(_("目标"), width=14),
        Column(_("达到"), width=14),
        Column(_("比例"), "percent"),
        Column(_("依据"), width=28),
        Column(_("决定的词"), width=18),
        Column(_("可能相关"), width=36),
        Column(_("又列入"), width=30),
        Column(_("工作"), width=16),
        Column(_("期限")),
        Column(_("所在部分"), width=20),
    ]
    made = [Sheet(_("下文"), columns, _lines(found))]
    if found.changes:
        labels = (_("事项"), _("前一份"), _("后一份"), _("前一份原文"), _("后一份原文"))
        rows = [
            [
                change.subject,
                _bare(found.last.figures[change.before]),
                _bare(found.this.figures[change.after]),
                change.last.text[:_MOST],
                change.this.text[:_MOST],
            ]
            for change in found.changes
        ]
        made.append(Sheet(_("数额不同"), [Column(label, width=24) for label in labels], rows))
    return made


def _lines(found: Comparison) -> Iterable[list[Any]]:
    for outcome in OUTCOMES:
        for sequel in found.sequels:
            if sequel.outcome != outcome:
                continue
            row = _row(found, sequel, {"last": "", "this": ""})
            passages = [q.text for q in (row["this"], *row["more"]) if q is not None]
            shares = [h.share for h in sequel.numbers if h.share is not None]
            yield [
                str(OUTCOMES[Outcome(outcome)]),
                row["last"].text[:_MOST],
                _("；").join(passages)[:_MOST],
                _("；").join(n.target for n in row["numbers"]),
                _("；").join(n.said for n in row["numbers"] if n.said),
                shares[0] if len(shares) == 1 else None,
                str(row["why"]),
                _("、").join(sequel.words),
                row["possibly"].text[:_MOST] if row["possibly"] else "",
                row["again"].text[:_MOST] if row["again"] else "",
                row["work"],
                row["promise"].deadline or "",
                row["last"].section,
            ]
