"""How a comparison prints: JSON lines, and a table for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal

from zhenwu.reader.compare.shapes import Comparison, Held, Outcome, Place, Sequel
from zhenwu.reader.model import Figure, plain
from zhenwu.reader.terminal import fit, width

#: Outcomes in the order of a table: what asks for an answer first.
OUTCOMES = {
    Outcome.CONTRADICTED: "与承诺不符",
    Outcome.PARTLY: "部分完成",
    Outcome.ABSENT: "没有提到",
    Outcome.DONE: "完成",
}
RULES = {
    "number_reached": "数达到了",
    "number_about": "约数，差得不到二十分之一",
    "number_short": "数没有达到",
    "number_nearly": "只说接近",
    "number_none": "数是零",
    "limit_kept": "没有超过上限",
    "limit_broken": "超过了上限",
    "rank_reached": "位次达到了",
    "rank_missed": "位次没有达到",
    "zero_kept": "保持为零",
    "zero_broken": "不是零",
    "turned": "升降方向相反",
    "growth_from_levels": "增幅由两年的数算出",
    "turned_by_levels": "两年的数算出方向相反",
    "share_said": "文中说了完成比例",
    "numbers_some": "有的数没有提到",
    "parts_some": "几件事里有的没有完成",
    "stage_reached": "说到了这一步",
    "stage_short": "还没有到这一步",
    "stage_unnamed": "说做了，没有说到这一步",
    "done_without_number": "说完成了，没有写数",
    "said_done": "说做了",
    "said_slow": "说慢了或不够",
    "denied": "说没有做成",
    "masked": "说做了，目标的数被遮盖",
    "no_number": "提到了，没有可以相比的数",
    "weak": "只有相近的话",
    "nothing": "没有找到",
}
_WIDE = 38


def percent(share: Decimal) -> str:
    """A share as reports print it, rounded down so that 99.7 % never reads as 100 %.

    >>> percent(Decimal("0.830")), percent(Decimal("0.997")), percent(Decimal("1.245"))
    ('83%', '99.7%', '124%')
    """
    whole = share * 100
    places = Decimal(1) if whole < 99 or whole >= 100 else Decimal("0.1")
    return f"{plain(whole.quantize(places, ROUND_DOWN))}%"


def told(target: Figure, said: Figure | None, held: Held) -> str:
    """The two numbers beside each other with the share: 249户/300户 83%."""
    if said is None:
        return f"-/{_bare(target)}"
    share = "" if held.share is None else f" {percent(held.share)}"
    return f"{_bare(said)}/{_bare(target)}{share}"


def _bare(figure: Figure) -> str:
    return "".join(figure.surface.split())


def table(found: Comparison) -> str:
    """Counts at the top, then the promises by outcome: promise, passage, numbers, why."""
    counts = found.counts
    said = " · ".join(f"{OUTCOMES[outcome]}{counts[outcome]}" for outcome in Outcome)
    lines = [f"{_title(found, 0)} → {_title(found, 1)}", f"承诺{len(found.sequels)}条：{said}"]
    lines.extend(f"注意：{note}" for note in found.notes)
    for outcome, label in OUTCOMES.items():
        rows = [s for s in found.sequels if s.outcome == outcome]
        if rows:
            lines.extend(["", f"[{label}] {len(rows)}条"])
            for sequel in rows:
                lines.extend(_rows(found, sequel))
    if found.changes:
        lines.extend(["", f"[同一件事，两份报告数不同] {len(found.changes)}处"])
        for change in found.changes:
            before, after = found.last.figures[change.before], found.this.figures[change.after]
            lines.append(f"  {fit(change.subject, _WIDE)}  {_bare(before)} → {_bare(after)}")
    return "\n".join(line.rstrip() for line in lines)


def _title(found: Comparison, which: int) -> str:
    whole = (found.last, found.this)[which]
    return whole.title or (f"回顾{whole.year}年的报告" if whole.year else ("前一份报告", "后一份报告")[which])


def _rows(found: Comparison, sequel: Sequel) -> Iterator[str]:
    """The lines of one promise."""
    passage = sequel.this or sequel.possibly
    words = "" if passage is None else _one_line(passage)
    if sequel.possibly is not None:
        words = f"可能：{words}"
    numbers = "；".join(told(*found.figures(h), h) for h in sequel.numbers)
    why = RULES[sequel.rule] + (
        f"（{'、'.join(sequel.words)}）" if sequel.words and not sequel.numbers else ""
    )
    yield f"  {fit(_one_line(sequel.last), _WIDE)}  {fit(words or '-', _WIDE)}  {numbers + '  ' if numbers else ''}{why}"
    indent = " " * (4 + width(fit("", _WIDE)))
    for place in sequel.more:
        yield f"{indent}{fit(_one_line(place), _WIDE)}"
    if sequel.again is not None:
        yield f"{indent}又列入：{_one_line(sequel.again)}"


def _one_line(place: Place) -> str:
    return "".join(place.text.split())


def jsonl(found: Comparison) -> Iterator[str]:
    """One JSON object a line: the promises with what became of them, then the amounts that differ."""
    for sequel in found.sequels:
        yield json.dumps(as_row(found, sequel), ensure_ascii=False)
    for change in found.changes:
        row = {
            "what": "amount",
            "subject": change.subject,
            "last": _place(change.last),
            "this": _place(change.this),
            "before": _figure(found.last.figures[change.before]),
            "after": _figure(found.this.figures[change.after]),
        }
        yield json.dumps(row, ensure_ascii=False)


def as_row(found: Comparison, sequel: Sequel) -> dict[str, object]:
    """A sequel as a JSON object; places count characters of the texts of their reports."""
    promise = found.promise(sequel)
    numbers = []
    for held in sequel.numbers:
        target, said = found.figures(held)
        numbers.append(
            {
                "target": _figure(target),
                "said": None if said is None else _figure(said),
                "outcome": held.outcome.value,
                "share": None if held.share is None else plain(held.share),
                "rule": held.rule,
            }
        )
    return {
        "what": "promise",
        "promise": promise.text,
        "kind": promise.kind,
        "row": promise.row,
        "deadline": promise.deadline,
        "outcome": sequel.outcome.value,
        "rule": sequel.rule,
        "words": list(sequel.words),
        "likeness": sequel.likeness,
        "numbers": numbers,
        "last": _place(sequel.last),
        "this": _place(sequel.this),
        "more": [_place(place) for place in sequel.more],
        "possibly": _place(sequel.possibly),
        "again": _place(sequel.again),
    }


def _place(place: Place | None) -> dict[str, object] | None:
    return None if place is None else {"start": place.start, "end": place.end, "text": place.text}


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "start": figure.start,
        "end": figure.end,
        "surface": figure.surface,
        "value": None if figure.value is None else plain(figure.value),
        "unit": figure.unit,
    }
