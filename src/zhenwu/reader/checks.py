"""What a report says that does not hold against itself: parts and wholes, shares, growth, the same thing told twice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhenwu.reader.model import AHEAD, Check, Figure, Reading, plain

_COUNTED = frozenset(
    ("个", "家", "户", "件", "起", "项", "人", "处", "座", "亩", "元", "名", "条", "批", "人次", "次")
)


def find(whole: Reading) -> list[Check]:
    """Every check that fails or deserves a look, in reading order."""
    made = [*_parts(whole), *_rates(whole), *_repeats(whole), *_targets(whole)]
    return sorted(made, key=lambda c: c.spans[0])


def _said(figure: Figure) -> str:
    return f"{figure.subject}{figure.surface}".replace("\n", "")


def _exact(figure: Figure) -> bool:
    return figure.value is not None and figure.high is None and figure.kind == "level" and not figure.masked


def _parts(whole: Reading) -> Iterator[Check]:
    """其中 makes parts of a whole: each at most the whole, together no more than it. Less is no fault: 其中 need not name all."""
    text, figures = whole.text, whole.figures
    for i, figure in enumerate(figures):
        if not _exact(figure) or figure.unit not in _COUNTED or i + 1 == len(figures):
            continue
        between = text[figure.end : figures[i + 1].start]
        if "其中" not in between or figures[i + 1].sentence != figure.sentence or "。" in between:
            continue
        parts: list[Figure] = []
        for part in figures[i + 1 :]:
            if part.sentence != figure.sentence:
                break
            if parts and "其中" in text[parts[-1].end : part.start]:
                break
            if part.unit == figure.unit and _exact(part):
                parts.append(part)
        total = sum((p.value for p in parts if p.value is not None), Decimal(0))
        assert figure.value is not None
        spans = [(figure.start, figure.end), *((p.start, p.end) for p in parts)]
        listed = "+".join(plain(p.value) for p in parts if p.value is not None)
        if any(p.value is not None and p.value > figure.value for p in parts):
            yield Check("part_over_whole", f"{_said(figure)},其中有一部分比总数还多({listed})", spans)
        elif len(parts) > 1 and total > figure.value and figure.qualifier == "exact":
            yield Check(
                "parts_over_whole", f"{_said(figure)},其中各部分合计{plain(total)}({listed}),超过总数", spans
            )


def _rates(whole: Reading) -> Iterator[Check]:
    """A share over 100 %, which cannot be, unless it is a completion of a target."""
    for figure in whole.figures:
        if figure.kind != "ratio" or figure.value is None or figure.unit != "%":
            continue
        if figure.value > 100 and not any(
            word in figure.subject for word in ("完成", "目标", "任务", "进度", "相当于")
        ):
            yield Check("rate_over_100", f"{_said(figure)},比率超过100%", [(figure.start, figure.end)])


def _repeats(whole: Reading) -> Iterator[Check]:
    """The same quantity of the same period told twice with different values."""
    seen: dict[tuple[str, str, str, str | None, str], Figure] = {}
    for figure in whole.figures:
        if figure.value is None or len(figure.subject) < 4:
            continue
        attribute = figure.subject.endswith(("总投资", "投资额", "面积", "投资", "日处理"))
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
