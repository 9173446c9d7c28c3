"""What a report says that does not hold against itself: parts and wholes, shares, growth, the same thing told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import AHEAD, Check, Figure, Reading, plain
from zhenwu.reader.projects import called

_LEX = lexicon()
_MOVED = re.compile(r"(?:提高|增长|增加|上升|提升|扩大|发展|下降|降低|减少|回落|升|降|增)[到至]")
#: Rates that are better when they are less, and what is done anew each year.
_LESS = re.compile(
    "失业|发案|事故|死亡|贫困|辍学|退学|空置|闲置|流失|超标|负债|不良|下降|降低|投诉|重复|完成率|进度"
)
_ACT = re.compile(
    "建成|建设|新建|硬化|安装|栽植|化解|发放|拨付|兑付|改造|种植|培训|清理|整治|盘活|拆除|流转|救助|慰问|补助|投入|投资|完成|争取|到位|招引|引进|签约|收购|销售"
)
#: What may be said of a thing beside other things.
_TRAIT = re.compile(
    "以上|以下|岁|女|男|规上|规模以上|高新|专精特新|科技型|龙头|重点|党员|大专|本科|研究生|预备|外资|民营|示范|困难|残疾|退役|少数民族|亿元|万元|省列|市列|入库"
)
#: What a rate of doing is the rate of; each is also said of its count.
_DONE = frozenset(
    (
        "办结",
        "整改",
        "完成",
        "化解",
        "答复",
        "回复",
        "签约",
        "调解",
        "销号",
        "治理",
        "清理",
        "消除",
        "开工",
        "竣工",
    )
)
_OTHER = ("按时", "按期", "满意", "一次", "及时", "累计", "其中")
#: 已办结55件, 正在办理8件: how things stand that were counted before.
_STATE = re.compile(
    "(?:已?办结|已?办理完毕|正在办理|在办|办理中|未办结|已?整改|正在整改|未整改|已?化解|正在化解|未化解|已?完成|正在推进|未完成|已?开工|未开工|已?竣工|在建|剩余|转办)了?$"
)
_ADDED = re.compile(r"(?:建设|改造|新建|扩建|升级|提升)?(?:项目|工程)$|“|”|(?:建设|新建)")
#: Two levels in an order that tells by itself how one became the other.
_MOVING = "提高到"
_THAN = re.compile(r"^[,，、]?(?:同比)?[比较](?:上年|去年|上年同期|去年同期|同期|前年)的?$")
_LAST = re.compile("(?:去年|上年)(?!同期)[^,，。;；]{0,10}$")
#: What a thing has once and for all, whatever year speaks of it.
_COMPARED = re.compile(
    "(?:是|为|达到?|相当于)(?:了)?(?:上年|去年|同期|全年|年初|任务|目标|[^,，。]{0,6}的)[^,，。]{0,4}$"
)
_LASTING = re.compile(r"(?:总投资|投资总额|投资额|投资|总面积|面积|日处理能力|日处理)$")
#: What a subject ends with → the units that it can have; a count of things (12个项目) never ends so.
_ENDINGS = tuple(ending for rule in _LEX.unit_rules for ending in rule.endings)
_KINDS = [(rule.endings, frozenset(rule.units)) for rule in _LEX.unit_rules]


def find(whole: Reading) -> list[Check]:
    """Every check that fails or deserves a look, in reading order."""
    kinds = (_parts, _states, _shares, _rates_of, _growths, _rates, _units, _repeats, _projects, _targets)
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
        elif len(own) > 1 and total > figure.value and figure.qualifier == "exact" and not _overlap(own):
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


def _overlap(parts: list[Figure]) -> bool:
    """Whether one thing may be counted in several of the parts (女310名、35岁以下280名), so that they may exceed the whole."""
    return any(not p.exhaustive and (_TRAIT.search(p.subject) or p.threshold) for p in parts)


def _rates_of(whole: Reading) -> Iterator[Check]:
    """A rate against the counts of its sentence (办理建议30件，办结27件，办结率90%)."""
    figures = whole.figures
    for i, rate in enumerate(figures):
        if rate.unit != "%" or rate.kind != "ratio" or not rate.value or rate.qualifier != "exact":
            continue
        stem = rate.subject[-3:-1]
        if not rate.subject.endswith("率") or stem not in _DONE:
            continue
        told = [f for f in figures[max(0, i - 4) : i] if f.sentence == rate.sentence and _exact(f)]
        part = next((f for f in reversed(told) if stem in f.subject and f.unit != "%"), None)
        if part is None or part.qualifier != "exact":
            continue
        before = [f for f in told if f.start < part.start and f.unit == part.unit and stem not in f.subject]
        if not before or not before[-1].value or part.value is None or before[-1].qualifier != "exact":
            continue
        total = before[-1]
        between = whole.text[part.end : rate.start]
        if any(c in between for c in "；;。") or any(w in between for w in _OTHER):
            continue
        counted = part.value / (total.value or 1) * 100
        if part.value <= (total.value or 0) and abs(counted - rate.value) > _slack(rate.value) + Decimal(
            "0.05"
        ):
            yield Check(
                "share_off",
                f"{_said(part)},占{_said(total)}的{counted:.1f}%,文中为{rate.surface}",
                [(f.start, f.end) for f in (total, part, rate)],
            )


def _states(whole: Reading) -> Iterator[Check]:
    """What became of things counted against their count (收到信访件60件，已办结55件，正在办理8件)."""
    figures = whole.figures
    for i, total in enumerate(figures):
        following = figures[i + 1] if i + 1 < len(figures) else None
        if following is None or following.unit != total.unit or following.sentence != total.sentence:
            continue
        if not _exact(total) or total.qualifier != "exact" or not total.value:
            continue
        states: list[Figure] = []
        for figure in figures[i + 1 : i + 5]:
            if figure.unit != total.unit or figure.sentence != total.sentence:
                break
            if not _STATE.search(whole.text, max(0, figure.start - 8), figure.start):
                break
            states.append(figure)
        values = [f.value for f in states if f.value is not None and _exact(f)]
        if len(values) < 2 or len(values) < len(states) or sum(values, Decimal(0)) <= total.value:
            continue
        listed = "+".join(map(plain, values))
        yield Check(
            "parts_over_whole",
            f"{_said(total)},其中各部分合计{plain(sum(values, Decimal(0)))}({listed}),超过总数",
            [(f.start, f.end) for f in (total, *states)],
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
        if _THAN.search(words):
            before, now = now, before  # 达到600万元，比上年的500万元增长25%
            words = _MOVING
        elif _LAST.search(whole.text, max(0, before.start - 14), before.start) and "今年" in words:
            words = _MOVING  # 去年税收5000万元，今年税收6000万元，增长20%
        if not before.value or not now.value:
            continue
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
        over = figure.value > 100 or (
            figure.value == 100
            and figure.qualifier == "over"
            and figure.surface.startswith(("超", "突破", "逾"))
        )
        told = whole.text[max(0, figure.start - 12) : figure.start]
        if (
            over
            and not _COMPARED.search(told)
            and not any(
                word in figure.subject for word in ("完成", "目标", "任务", "进度", "相当于", "预算", "计划")
            )
        ):
            yield Check("rate_over_100", f"{_said(figure)},比率超过100%", [(figure.start, figure.end)])


def _repeats(whole: Reading) -> Iterator[Check]:
    """The same quantity of the same period told twice with different values; of one thing built, of any period."""
    seen: dict[tuple[str, str, str, str | None, str], Figure] = {}
    for figure in whole.figures:
        if (
            figure.value is None
            or len(figure.subject) < 4
            or "累计" in whole.text[max(0, figure.start - 8) : figure.start]
        ):
            continue
        measured = _LASTING.search(figure.subject)
        name = called(figure.subject[: measured.start()]) if measured is not None else ""
        attribute = bool(name)
        period = None if attribute else figure.period
        modality = "" if attribute else figure.modality
        subject = name + (measured[0].removeprefix("总") if measured and name else "") or figure.subject
        key = (subject, figure.unit, figure.kind, period, modality)
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
            or figure.kind not in ("level", "ratio")
            or figure.unit in ("", "‰", "倍")
            or len(figure.subject) < 4
            or _ACT.match(figure.subject)
            or figure.subject.endswith(("投资", "资金"))
            or (figure.unit == "%" and (not figure.subject.endswith("率") or _LESS.search(figure.subject)))
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
            and figure.unit in ("元", "家", "亩", "户", "%")
        ):
            yield Check(
                "target_below_reached",
                f"“{figure.subject}”目标{figure.surface}低于已达到的{before.surface}".replace("\n", ""),
                [(before.start, before.end), (figure.start, figure.end)],
            )
