"""What a report says that does not hold against itself: parts and wholes, shares, growth, the same thing told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import AHEAD, Check, Figure, Reading, plain
from zhenwu.reader.projects import names_one

_LEX = lexicon()
_MOVED = re.compile(r"(?:提高|增长|增加|上升|提升|扩大|发展|下降|降低|减少|回落|升|降|增)[到至]")
_ADDED = re.compile(r"(?:建设|改造|新建|扩建|升级|提升)?(?:项目|工程)$|“|”|(?:建设|新建)")
#: What a thing has once and for all, whatever year speaks of it.
_LASTING = re.compile(r"(?:总投资|投资总额|投资额|投资|总面积|面积|日处理能力|日处理)$")
#: What a subject ends with → the units that it can have; a count of things (12个项目) never ends so.
_ENDINGS = tuple(ending for rule in _LEX.unit_rules for ending in rule.endings)
_KINDS = [(rule.endings, frozenset(rule.units)) for rule in _LEX.unit_rules]


def find(whole: Reading) -> list[Check]:
    """Every check that fails or deserves a look, in reading order."""
    kinds = (_parts, _shares, _growths, _rates, _units, _repeats, _projects, _targets)
    made: dict[tuple[tuple[int, int], ...], Check] = {}
    for kind in kinds:
        for check in kind(whole):
            made.setdefault(tuple(check.spans), check)  # one finding a passage: the first kind that sees it
    return sorted(made.values(), key=lambda c: c.spans[0])


def _said(figure: Figure) -> str:
    return f"{figure.subject}{figure.surface}".replace("\n", "")


def _exact(figure: Figure) -> bool:
    return figure.value is not None and figure.high is None and figure.kind == "level" and not figure.masked


def _parts(whole: Reading) -> Iterator[Check]:
    """Parts against their whole: none may exceed it, nor all together; where they are listed whole they must add up to it."""
    parts: dict[int, list[Figure]] = {}
    for figure in whole.figures:
        if figure.part_of is not None and _exact(figure):
            parts.setdefault(figure.part_of, []).append(figure)
    for index, own in parts.items():
        figure = whole.figures[index]
        if not _exact(figure) or figure.value is None:
            continue
        values = [p.value for p in own if p.value is not None]
        total = sum(values, Decimal(0))
        spans = [(figure.start, figure.end), *((p.start, p.end) for p in own)]
        listed = "+".join(map(plain, values))
        hedged = figure.qualifier != "exact" or any(p.qualifier != "exact" for p in own)
        if max(values) > figure.value and figure.qualifier == "exact":
            yield Check("part_over_whole", f"{_said(figure)},其中有一部分比总数还多({listed})", spans)
        elif len(own) > 1 and total > figure.value and figure.qualifier == "exact":
            yield Check(
                "parts_over_whole", f"{_said(figure)},其中各部分合计{plain(total)}({listed}),超过总数", spans
            )
        elif len(own) > 1 and total < figure.value and not hedged and all(p.exhaustive for p in own):
            after = whole.text[own[-1].end : own[-1].end + 2]
            if not after.startswith("等"):
                yield Check(
                    "parts_under_whole",
                    f"{_said(figure)},所列各部分合计{plain(total)}({listed}),不足总数",
                    spans,
                )


def _shares(whole: Reading) -> Iterator[Check]:
    """A part's share against the part and its whole (税收9800万元，占比77.8%)."""
    figures = whole.figures
    for share in figures:
        if share.unit != "%" or share.kind != "ratio" or share.value is None or len(share.of) != 1:
            continue
        part = figures[share.of[0]]
        if part.part_of is None or not part.value or not share.rule.endswith("+share"):
            continue
        total = figures[part.part_of]
        if total.value and _exact(part) and _exact(total) and share.qualifier == "exact":
            counted = part.value / total.value * 100
            if abs(counted - share.value) > _slack(share.value) + Decimal("0.05"):
                yield Check(
                    "share_off",
                    f"{_said(part)},占{_said(total)}的{counted:.1f}%,文中为{share.surface}",
                    [(total.start, total.end), (part.start, part.end), (share.start, share.end)],
                )


def _growths(whole: Reading) -> Iterator[Check]:
    """A growth against the two levels of its sentence (由3200万元提高到5600万元，增长75%)."""
    figures = whole.figures
    for i in range(2, len(figures)):
        before, now, growth = figures[i - 2 : i + 1]
        if growth.kind != "growth" or growth.unit != "%" or growth.value is None or growth.value == 0:
            continue
        same = (
            before.sentence == growth.sentence
            and before.unit == now.unit
            and before.kind == now.kind == "level"
        )
        if (
            not same
            or not before.value
            or now.value is None
            or before.high
            or now.high
            or growth.qualifier != "exact"
        ):
            continue
        words = whole.text[before.end : now.start]
        if not _MOVED.search(words) or "年均" in whole.text[now.end : growth.start]:
            continue
        if before.qualifier != "exact" or now.qualifier != "exact":
            continue
        counted = (now.value / before.value - 1) * 100
        said = growth.value if growth.direction != "down" else -growth.value
        if abs(counted - said) > _slack(growth.value) + abs(counted) * Decimal("0.01"):
            yield Check(
                "growth_off",
                f"{_said(before)}到{now.surface}是{counted:+.1f}%,文中为{growth.surface}",
                [(f.start, f.end) for f in (before, now, growth)],
            )


def _slack(value: Decimal) -> Decimal:
    """Half of the last printed place of a rate."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1)


def _units(whole: Reading) -> Iterator[Check]:
    """A total in a unit that it cannot have: 总投资 in 亩, 面积 in 元."""
    for figure in whole.figures:
        if figure.kind != "level" or figure.masked or not figure.subject.endswith(_ENDINGS):
            continue
        for endings, units in _KINDS:
            if figure.subject.endswith(endings) and figure.unit not in units:
                yield Check(
                    "unit_odd",
                    f"{_said(figure)},单位“{figure.unit}”与“{figure.subject}”不合",
                    [(figure.start, figure.end)],
                )
                break


def _projects(whole: Reading) -> Iterator[Check]:
    """A project whose investment is told twice with different amounts."""
    seen: dict[str, tuple[str, Figure]] = {}
    for project in whole.projects:
        key = _bare(project.name)
        for index in project.figures:
            figure = whole.figures[index]
            if (
                figure.unit != "元"
                or figure.value is None
                or not figure.subject.endswith(("总投资", "投资额", "投资总额"))
            ):
                continue
            name, first = seen.setdefault(key, (project.name, figure))
            if first.value != figure.value:
                yield Check(
                    "project_amount",
                    f"“{name}”的投资前后不一:{first.surface}与{figure.surface}".replace("\n", ""),
                    [(first.start, first.end), (figure.start, figure.end)],
                )
                break


def _bare(name: str) -> str:
    """A project's name without what reports add or leave out from one mention to the next."""
    return _ADDED.sub("", name)


def _rates(whole: Reading) -> Iterator[Check]:
    """A share over 100 %, which cannot be, unless it is a completion of a target."""
    for figure in whole.figures:
        if figure.kind != "ratio" or figure.value is None or figure.unit != "%":
            continue
        if figure.value > 100 and not any(
            word in figure.subject for word in ("完成", "目标", "任务", "进度", "相当于", "预算", "计划")
        ):
            yield Check("rate_over_100", f"{_said(figure)},比率超过100%", [(figure.start, figure.end)])


def _repeats(whole: Reading) -> Iterator[Check]:
    """The same quantity of the same period told twice with different values; of one thing built, of any period."""
    seen: dict[tuple[str, str, str, str | None, str], Figure] = {}
    for figure in whole.figures:
        if figure.value is None or len(figure.subject) < 4:
            continue
        measured = _LASTING.search(figure.subject)
        attribute = measured is not None and names_one(figure.subject[: measured.start()])
        period = None if attribute else figure.period
        modality = "" if attribute else figure.modality
        key = (figure.subject, figure.unit, figure.kind, period, modality)
        first = seen.setdefault(key, figure)
        if first is not figure and first.value != figure.value and first.sentence != figure.sentence:
            yield Check(
                "told_twice",
                f"“{figure.subject}”前后不一:{first.surface}与{figure.surface}".replace("\n", ""),
                [(first.start, first.end), (figure.start, figure.end)],
            )


def _targets(whole: Reading) -> Iterator[Check]:
    """A level set as target that is already reached."""
    reached: dict[tuple[str, str], Figure] = {}
    for figure in whole.figures:
        if (
            figure.value is None
            or figure.kind != "level"
            or figure.unit in ("%", "")
            or len(figure.subject) < 4
        ):
            continue
        key = (figure.subject, figure.unit)
        role = whole.sections[figure.section].role if figure.section is not None else "other"
        if role not in AHEAD:
            if figure.modality == "actual":
                reached[key] = figure
            continue
        before = reached.get(key)
        if (
            before is None
            or before.value is None
            or figure.subject.startswith(("新增", "新建", "新签", "新开工", "新引进"))
        ):
            continue
        if (
            figure.value < before.value
            and figure.qualifier != "under"
            and figure.unit in ("元", "家", "亩", "户")
        ):
            yield Check(
                "target_below_reached",
                f"“{figure.subject}”目标{figure.surface}低于已达到的{before.surface}".replace("\n", ""),
                [(before.start, before.end), (figure.start, figure.end)],
            )
