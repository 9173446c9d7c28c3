"""From a report's reading to a plan's suggestions: items with their words, targets with metrics, offices that had such work before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from zhenwu.desk.plan_owners import Owners
from zhenwu.figures.queries import Ask, evaluate, find_metrics, metric_defs
from zhenwu.kernel.errors import ZhenwuError
from zhenwu.kernel.period import Period
from zhenwu.plans.actions.plan import Suggestion
from zhenwu.plans.choices import Aspect, ItemKind, Operator, PathKind
from zhenwu.reader import Figure, Promise, Reading
from zhenwu.reader.model import AHEAD

#: A metric is suggested for a target from this likeness on; below it the clerk chooses.
LIKELY = 60
GOALS, CONDUCT = "年度目标", "政府自身建设"
LIVELIHOOD = "民生实事"
#: Characters of an act that a title shows; a longer one is shown by the project's name.
LONGEST_ACT = 40
_CLAUSE_ENDS = "，,；;。！!？?：:\n"
_LEADING = re.compile(r"^(?:力争|确保|努力|实现|完成|预期|其中|全年|主要)+")


def suggestions(whole: Reading, *, year: int, owners: Owners) -> list[Suggestion]:
    """One suggestion for each promise, and for each target that no promise holds, in the order of the text."""
    ahead = {i for i, section in enumerate(whole.sections) if section.role in AHEAD}
    promises = [p for p in whole.promises if p.section in ahead]
    held = {index for promise in promises for index in promise.figures}
    loose = [
        (index, figure)
        for index, figure in enumerate(whole.figures)
        if index not in held
        and _is_target(figure)
        and figure.section in ahead
        and not _inside(figure, promises)
    ]
    placed: list[tuple[int, Suggestion]] = []
    for promise in promises:
        figures = [whole.figures[index] for index in promise.figures]
        placed.append((promise.start, _of_promise(whole, promise, figures, year, owners)))
    starts = {figure.start: figure for _, figure in loose}
    for _, figure in loose:
        placed.append((figure.start, _of_figure(whole, figure, starts, year, owners)))
    placed.sort(key=lambda one: one[0])
    found = [suggestion for _, suggestion in placed]
    _number_livelihood(found)
    _doubt(found, owners.town, year)
    return found


def _doubt(found: list[Suggestion], town: str, year: int) -> None:
    """Take back a metric that stood above its target before the year began: 培育家庭农场3家 is not the 60 on the register."""
    defs = metric_defs()
    asks: dict[Ask, tuple[Suggestion, dict[str, Any]]] = {}
    for suggestion in found:
        for target in suggestion.targets:
            metric = defs.get(target["metric_code"])
            stock = metric is not None and metric.kind == "stock" and target["aspect"] == Aspect.VALUE
            if stock and target["operator"] in (Operator.AT_LEAST, Operator.ABOUT):
                pairs = tuple(sorted(target["slice"].items()))
                asks[Ask(target["metric_code"], town, Period.year(year - 1), "value", pairs)] = (
                    suggestion,
                    target,
                )
    for ask, figure in evaluate(asks).items():
        suggestion, target = asks[ask]
        if figure.value is not None and figure.value > target["value"]:
            suggestion.fields["reading"]["doubt"] = f"上年末“{figure.metric.name}”已有{figure.print()}"
            target["metric_code"], target["slice"] = "", {}


def _is_target(figure: Figure) -> bool:
    return (
        figure.modality == "target" and not figure.masked and not figure.damaged and figure.value is not None
    )


def _inside(figure: Figure, promises: Iterable[Promise]) -> bool:
    return any(p.start <= figure.start and figure.end <= p.end for p in promises)


def _of_promise(
    whole: Reading, promise: Promise, figures: list[Figure], year: int, owners: Owners
) -> Suggestion:
    kind = _kind(whole, promise)
    masked = [figure.surface for figure in figures if figure.masked or figure.value is None]
    targets = [
        target
        for figure in figures
        if _is_target(figure)
        for target in [_target(figure, promise.row)]
        if target
    ]
    reading: dict[str, Any] = {"rule": promise.rule}
    if masked:
        reading["masked"] = masked
    return _suggestion(
        whole,
        promise.start,
        promise.end,
        promise.section,
        kind,
        title_of(whole, promise),
        promise.row,
        _due(promise.deadline, year),
        targets,
        reading,
        owners,
    )


def is_goal(whole: Reading, index: int | None) -> bool:
    """Whether a section states the year's targets; some reports put all their fields of work under a heading of goals."""
    if index is None or whole.sections[index].role != "goals":
        return False
    return whole.sections[index].level == 1 or any(
        word in whole.sections[index].title for word in ("目标", "预期")
    )


def _kind(whole: Reading, promise: Promise) -> str:
    """The year's targets are those of the goals; a number that a task names is what the task is measured by."""
    kind = promise.kind if promise.kind in ItemKind.values else ItemKind.TASK
    goal = is_goal(whole, promise.section)
    return ItemKind.TASK if kind == ItemKind.TARGET and not goal else kind


def _of_figure(
    whole: Reading, figure: Figure, others: dict[int, Figure], year: int, owners: Owners
) -> Suggestion:
    """A target that the reader found as a number only: its clause is its promise."""
    start, end = _clause(whole.text, figure, others)
    target = _target(figure, "")
    metric = metric_defs().get(target["metric_code"]) if target else None
    row = metric.row if metric else ""
    title = f"{figure.subject}{figure.surface}" if figure.subject else _title(whole, start, end)
    reading = {"rule": figure.rule, "from": "figure"}
    targets = [target] if target else []
    kind = ItemKind.TARGET if is_goal(whole, figure.section) else ItemKind.TASK
    return _suggestion(
        whole,
        start,
        end,
        figure.section,
        kind,
        title,
        row,
        date(year, 12, 31),
        targets,
        reading,
        owners,
    )


def _suggestion(
    whole: Reading, start: int, end: int, section: int | None, kind: str, title: str, row: str, due: date,
    targets: list[dict[str, Any]], reading: dict[str, Any], owners: Owners,
) -> Suggestion:  # fmt: skip
    metric = metric_defs().get(targets[0]["metric_code"]) if targets else None
    office, leader, why = owners.suggest(row, metric.office if metric else "")
    if why:
        reading["office"] = why
    named, group, livelihood = _place(whole, section)
    fields: dict[str, Any] = {
        "kind": kind, "title": title[:200], "quote": whole.text[start:end], "start": start, "end": end, "section": named[:120],
        "work_row": row[:3], "group": group[:60], "due_on": due, "reading": reading, "leader": leader,
        "owner": owners.heads.get(office.pk) if office else None, "livelihood": 0 if livelihood else None,
    }  # fmt: skip
    return Suggestion(fields, targets, office)


def _number_livelihood(found: list[Suggestion]) -> None:
    """Livelihood projects get their number in the order of the report; intents among them have none."""
    serial = 0
    for suggestion in found:
        if suggestion.fields["livelihood"] is None:
            continue
        if suggestion.fields["kind"] == ItemKind.INTENT:
            suggestion.fields["livelihood"] = None
            continue
        serial += 1
        suggestion.fields["livelihood"] = serial


def title_of(whole: Reading, promise: Promise) -> str:
    """What an item is called: its act, and with a project the act and the project (推进轨道S4号线建设).

    A project that is told at length (总投资3亿元、…的园区项目) goes by what stands behind its last 的.
    """
    if promise.kind != ItemKind.PROJECT or not promise.name:
        return _title(whole, promise.start, promise.end)
    act = promise.verb + promise.object
    if promise.name not in act or len(act) <= LONGEST_ACT:
        return act if promise.name in act else promise.name
    short_name = promise.name[promise.name.rfind("的") + 1 :]
    return promise.verb + short_name if len(short_name) >= 4 else promise.name


def _title(whole: Reading, start: int, end: int) -> str:
    """A stretch of the text as a title: one line, without what pages and breaks left in it, its quotation marks in pairs."""
    if (
        whole.text[start:end].count("”") > whole.text[start:end].count("“")
        and whole.text[max(start - 1, 0) : start] == "“"
    ):
        start -= 1
    words = re.sub(r"\s+", "", "".join(whole.text[low:high] for low, high in whole.map.kept(start, end)))
    words = _LEADING.sub("", words).strip("，、；。,;") or words
    return words if words.count("“") == words.count("”") else re.sub("[“”]", "", words)


def _clause(text: str, figure: Figure, others: dict[int, Figure]) -> tuple[int, int]:
    """The clause around a number; where it holds several targets, the part up to the list mark."""
    low, high = figure.sentence
    start, end = figure.start, figure.end
    while start > low and text[start - 1] not in _CLAUSE_ENDS:
        start -= 1
    while end < high and text[end] not in _CLAUSE_ENDS:
        end += 1
    if any(start <= at < end and at != figure.start for at in others):
        cut = text.rfind("、", start, figure.start)
        start = cut + 1 if cut >= 0 else start
        mark = text.find("、", figure.end, end)
        end = mark if mark >= 0 else end
    while start < figure.start and text[start].isspace():
        start += 1
    return start, end


def _place(whole: Reading, index: int | None) -> tuple[str, str, bool]:
    """Title of the section, heading in the plan's tree, and whether it is the part of the livelihood projects."""
    if index is None:
        return "", "", False
    chain = []
    at: int | None = index
    while at is not None:
        chain.append(whole.sections[at])
        at = whole.sections[at].parent
    # “增进民生福祉，办好民生实事” heads a whole field of work; only a heading that begins with them lists the projects
    livelihood = any(LIVELIHOOD in short(section.title) for section in chain)
    own = chain[0]
    if is_goal(whole, index):
        return own.title, GOALS, livelihood
    if own.role == "conduct":
        return own.title, CONDUCT, livelihood
    below = chain[-2] if len(chain) > 1 else own
    return own.title, short(below.title), livelihood


def short(title: str) -> str:
    """A heading as the tree shows it: up to its first comma.

    >>> short("聚焦产业升级，加快建设工业强镇")
    '聚焦产业升级'
    """
    return re.split(r"[，,：:；;。]", re.sub(r"\s+", "", title), maxsplit=1)[0][:24]


def _due(deadline: str | None, year: int) -> date:
    last = date(year, 12, 31)
    if not deadline:
        return last
    try:
        day = Period.parse(deadline.rsplit("/", 1)[-1]).end
    except ZhenwuError:
        return last
    return day if year <= day.year <= year + 5 else last


def _target(figure: Figure, row: str) -> dict[str, Any] | None:
    """What a target figure asks for, with the metric that looks most like it."""
    if figure.value is None or abs(figure.value) > 10**14:
        return None
    value, high, growth = figure.value, figure.high, figure.kind == "growth"
    if growth and figure.direction == "down" and value > 0:
        value, high = -(high or value), (-value if high is not None else None)
    best = next(iter(find_metrics(figure.subject, figure.unit, figure.kind, row or None, limit=1)), None)
    metric, aspect, slice_ = best[:3] if best and best[3] >= LIKELY else (None, "", ())
    fixed = {"growth": Aspect.GROWTH, "rank": Aspect.RANK}.get(figure.kind)
    if aspect not in Aspect.values:
        aspect = fixed or Aspect.VALUE
    filed = metric is not None and metric.kind == "filed"
    return {
        "metric_code": metric.code if metric else "",
        "slice": dict(slice_ or ()),
        "aspect": aspect,
        "operator": _operator(figure, high, growth),
        "value": value,
        "high": high,
        "unit": figure.unit,
        "subject": figure.subject[:100],
        "start": figure.start,
        "path": PathKind.MONTHS if filed else PathKind.EVEN,
    }


def _operator(figure: Figure, high: Any, growth: bool) -> str:
    if high is not None:
        return Operator.RANGE
    if figure.qualifier == "about":
        return Operator.ABOUT
    if figure.qualifier == "under" or figure.kind == "rank" or (growth and figure.direction == "down"):
        return Operator.AT_MOST
    return Operator.AT_LEAST
