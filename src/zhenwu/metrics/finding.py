"""Which metric a report's words mean: exact names before contained ones before shared characters, and the unit must agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from zhenwu.kernel.units import scale
from zhenwu.metrics.atoms import Slice
from zhenwu.metrics.definition import MetricDef

#: Fewer points than this are no suggestion at all.
LEAST = 40
_MARKS = re.compile(r"[\s“”\"'‘’「」《》〈〉（）()、，,。；;：:·—-]+")
#: Words before a name that say who did it or that it was done, not what it is.
_HEADS = re.compile(
    r"^(?:全镇|我镇|本镇|全县|镇级|全年|今年|当年|年内|累计|共计|总计|共|合计|预计|力争|争取|确保|实现|完成|达到|达|开展|组织开展|组织|举办|召开|"
    r"实施|落实|先后|常态化|扎实|深入|积极|持续|现有|拥有|已有|有|通过|获批|顺利|班子成员|领导干部|领导班子|党政领导|全面)+"
)
#: Words after a name that only say that it is a number.
_TAILS = re.compile(r"(?:总数|数量|总量|次数|数目|个数|户数|件数|总额|情况|任务|工作|数|等)+$")
#: Units that count the same kind of thing; different groups never meet.
_ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"家", "个", "处", "座", "所", "套", "台", "块", "户"}),
    frozenset({"次", "场", "期", "场次", "轮", "轮次", "批", "批次", "班", "班次"}),
    frozenset({"件", "条", "起", "宗", "例", "笔", "批次"}),
    frozenset({"人", "名", "位"}),
    frozenset({"人次", "人", "名"}),
    frozenset({"条", "个", "项"}),
    frozenset({"公里", "千米"}),
    frozenset({"类", "种", "大类"}),
    frozenset({"批", "批次"}),
    frozenset({"个", "项", "件"}),
    frozenset({"处", "项", "条", "件", "个"}),
)
_FIGURES = re.compile(r"\d+")
_NEW = re.compile(r"新(?:增|建|签|开|认|培|装|添|上|注册)|净增|添置")


@dataclass(frozen=True, slots=True)
class Match:
    """A metric that a phrase may mean. score 0 to 100; why in plain words."""

    metric: MetricDef
    aspect: str
    slice: Slice
    score: int
    why: str


def clean(phrase: str) -> str:
    """The words of a phrase that say what is measured.

    >>> clean("全镇累计完成“户厕改造”任务")
    '户厕改造'
    """
    text = _MARKS.sub("", phrase)
    text = _HEADS.sub("", text) or text
    return _TAILS.sub("", text) or text


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset(text)


def unit_fit(asked: str, own: str) -> int | None:
    """Points lost by the unit: 0 when equal, some when alike, None when they cannot be the same number."""
    wanted = scale(asked)[1] if asked else ""
    if not wanted or wanted == own:
        return 0 if wanted else 2
    if any(wanted in group and own in group for group in _ALIKE):
        return 6
    return None


def find(
    metrics: Iterable[MetricDef],
    subject: str,
    *,
    unit: str = "",
    kind: str = "level",
    row: str | None = None,
    limit: int = 5,
    choices: Mapping[str, Mapping[str, Mapping[str, str]]] | None = None,
) -> list[Match]:
    """The metrics that a report's subject may mean, best first.

    kind : level, growth, ratio or rank, as the reader says. row : work row of the section, breaks ties.
    choices : ledger → field → key → name, to find 其中 (a slice by one choice).
    """
    wanted = clean(subject)
    if not wanted:
        return []
    found: list[Match] = []
    for metric in metrics:
        aspect, lost = _aspect(metric, subject, unit, kind)
        if lost is None:
            continue
        score, why = _likeness(wanted, _MARKS.sub("", subject), metric)
        slices: Slice = ()
        if score < 97 and choices and metric.ledger in choices:
            better = _sliced(wanted, metric, choices[metric.ledger])
            if better and better[0] > score:
                score, slices, why = better
        score -= lost + _newness(subject, metric) + _rateness(wanted, metric, kind)
        if row and metric.row == row:
            score += 3
            why += "，同属一个条目"
        if score >= LEAST:
            found.append(Match(metric, aspect, slices, max(0, min(100, score)), why))
    found.sort(key=lambda m: (-m.score, m.metric.order, m.metric.code))
    return found[:limit]


def _aspect(metric: MetricDef, subject: str, unit: str, kind: str) -> tuple[str, int | None]:
    """How the metric would be asked, and points lost by its unit; None when the unit cannot be meant."""
    if "连续" in subject and unit == "年":
        return "streak", 0
    if ("持续年限" in subject or "连续" in subject) and scale(unit)[1] == "年":
        return "streak", 0
    if kind == "growth" or unit == "百分点":
        if unit == "百分点" and not metric.is_rate:
            return "growth", None
        return "growth", 4 if metric.is_rate and unit != "百分点" else 0
    if kind == "rank" or unit == "位":
        return ("value", 0) if metric.unit == "位" else ("rank", 8)
    if metric.unit == "位":
        return "value", None
    if kind == "ratio" or unit in ("%", "％"):
        return "value", 0 if metric.is_rate else None
    if metric.is_rate:
        return "value", None if unit else 10
    return "value", unit_fit(unit, metric.unit)


def _likeness(wanted: str, whole: str, metric: MetricDef) -> tuple[int, str]:
    """Points for the closest of the metric's names."""
    best, why = 0, ""
    for i, name in enumerate((metric.name, *metric.aliases)):
        bare = _MARKS.sub("", name)
        points, how = _compare(wanted, whole, bare)
        points -= 1 if i else 0
        # 3亿元以上企业 is no 亿元以上企业: a figure inside a name belongs to it.
        points -= (
            25 if points < 96 and not set(_FIGURES.findall(wanted)) <= set(_FIGURES.findall(bare)) else 0
        )
        if points > best:
            best, why = points, f"{how}“{name}”"
    return best, why


def _compare(wanted: str, whole: str, name: str) -> tuple[int, str]:
    if name in (wanted, whole):
        return 100, "正是"
    core = clean(name)
    if core == wanted:
        return 96, "就是"
    if core and core in wanted:
        return 58 + round(34 * len(core) / len(wanted)), "含有"
    if wanted in core and len(wanted) >= 2:
        return 52 + round(36 * len(wanted) / len(core)), "属于"
    if _in_order(core, wanted):
        return 50 + round(34 * len(core) / len(wanted)), "拆开是"
    one, other = _pairs(wanted), _pairs(core)
    shared = 2 * len(one & other) / (len(one) + len(other))
    letters = len(set(wanted) & set(core)) / max(len(set(wanted)), len(set(core)))
    return round(82 * (0.6 * shared + 0.4 * letters)), "近似"


def _in_order(core: str, wanted: str) -> bool:
    """Whether the letters of the name stand in the phrase in their order, with other words between them."""
    if len(core) < 4 or len(core) * 2 < len(wanted):
        return False
    rest = iter(wanted)
    return all(letter in rest for letter in core)


def _newness(subject: str, metric: MetricDef) -> int:
    """Points lost when one speaks of what is new and the other of what there is."""
    said = bool(_NEW.search(subject))
    meant = any(_NEW.search(name) for name in (metric.name, *metric.aliases[:3])) or metric.kind == "flow"
    if said and metric.kind == "stock":
        return 14
    return 3 if meant and not said and bool(_NEW.search(metric.name)) else 0


def _rateness(wanted: str, metric: MetricDef, kind: str) -> int:
    """Points lost when the phrase names a share and the metric is none."""
    return (
        30 if wanted.endswith(("率", "度", "占比", "比重")) and not metric.is_rate and kind != "growth" else 0
    )


def _sliced(
    wanted: str, metric: MetricDef, fields: Mapping[str, Mapping[str, str]]
) -> tuple[int, Slice, str] | None:
    """A phrase that is a choice's name beside the metric's: 土地征收类信访 → petition by category."""
    taken = {condition.field for condition in metric.where}
    best: tuple[int, Slice, str] | None = None
    for field, options in fields.items():
        if field in taken:
            continue
        for key, name in options.items():
            if len(name) < 2 or name not in wanted:
                continue
            rest = re.sub("^[类的型]|[类的型]$", "", wanted.replace(name, "", 1))
            if not rest:
                continue
            points, why = _likeness(rest, rest, metric)
            points -= 6
            if points >= 60 and (best is None or points > best[0]):
                best = points, ((field, key),), f"{why}，其中{name}"
    return best


def texts(metrics: Sequence[MetricDef]) -> dict[str, list[str]]:
    """Names that more than one metric goes by, with their codes: a check for the catalogue."""
    seen: dict[str, list[str]] = {}
    for metric in metrics:
        for name in {clean(n) for n in (metric.name, *metric.aliases)}:
            seen.setdefault(name, []).append(metric.code)
    return {name: codes for name, codes in seen.items() if len(codes) > 1}
