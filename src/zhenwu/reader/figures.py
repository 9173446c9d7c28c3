"""From tokens to figures: subject, kind, direction, period, modality, each with the rule that gave it."""

from __future__ import annotations

import re

from zhenwu.lexicon import lexicon
from zhenwu.reader.clean import Clean
from zhenwu.reader.model import AHEAD, Figure
from zhenwu.reader.patterns import first_of, one_of, sought
from zhenwu.reader.periods import Periods
from zhenwu.reader.phrases import LONGEST
from zhenwu.reader.relations import relate
from zhenwu.reader.scan import scan
from zhenwu.reader.sections import Places
from zhenwu.reader.sentences import Stops
from zhenwu.reader.subjects import Namer
from zhenwu.reader.tokens import Token

_LEX = lexicon()
_UP = one_of(_LEX.change["up"])
_DOWN = one_of(_LEX.change["down"])
_AGAINST = one_of(_LEX.change["against"])
#: The word of change nearest to the number decides; 提高到95% is a level, 同比提高2% a change.
_CHANGED = re.compile(
    sought(
        first_of((*_LEX.change["up"], *_LEX.change["down"], "同比", "环比", "年均")),
        rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>同比|环比|年均)(?![^,。;:、]{{0,6}}(?:{_UP}|{_DOWN})))(?:率|幅度?|速度?|了)?(?P<to>到|至|为)?[^,。;:、]{{0,6}}$",
    )
)
#: 至少新增200个: said of the number, though words stand between.
_BOUND = re.compile("[,、]?(?:(?P<least>至少|最少)|最多(?!跑)|至多)")
#: 收入13980元，增8.6%: the one character says it.
_BARE_CHANGE = re.compile(r"(?:^|[,、])(?:同比|环比|分别)?[增升涨降减跌]$")
#: 达到48家, 由4家增加到9家: how many there are.
_REACHED = ("达", "达到", "到", "至", "为", "现有", "拥有", "共有", "保持在", "稳定在")
_STANDING = ("面积", "产量", "产值", "收入", "库容", "里程", "人口", "覆盖率", "总数", "存栏", "存栏量")
_ESTIMATE = re.compile(one_of(_LEX.estimate))
#: 预计 at a sentence's head makes estimates of all its figures; inside a clause only of that clause's.
_AT_HEAD = re.compile(
    r"\s*(?:(?:19|20)\d\d年,?|今年,?|全年,?|上半年,?|年底,?|到年底,?|[我全](?:镇|乡|街道),?){0,2}(?:预计|初步统计|据初步统计)"
)
_TARGET = re.compile(one_of(_LEX.target))
_THRESHOLD = re.compile(
    r"的?[^,。;:、\n]{0,16}?(?:企业|项目|大户|户|公司|合作社|单位|村|工程|个体|农场|纳税|占)|的(?=(?:已|仅|只|就|共|还|也)?(?:有|达到?|占到?|为)?[约近超过]{0,2}[两半\d一二三四五六七八九十])"
)
_RATE_UNITS = ("%", "‰", "百分点", "倍")
_COMPARED = re.compile(r"同比|环比|[较比](?:上年|去年|同期|上一年|年初|(?:19|20)\d\d年)|前进|后退")
_MOVED_TO = re.compile(r"[、, ]*(?:提高|增长|上升|下降|降低|回落|提升|增|升|降)(?:到|至)")


def thresholds(
    text: str, tokens: list[Token], stops: Stops
) -> tuple[list[Token], dict[int, tuple[int, int]]]:
    """Tokens without the amounts that only say which things are counted (年产值3000万元以上企业16家), and those amounts.

    The second is by the index of the kept token that follows: the place of the amount.
    """
    kept: list[Token] = []
    apart: dict[int, tuple[int, int]] = {}
    for i, token in enumerate(tokens):
        if token.kind == "count" and token.unit in ("元", "亩", "人", "%", "吨", "头", "平方米"):
            over = token.qualifier in ("over", "under") and text[token.end - 2 : token.end] in (
                "以上",
                "以下",
                "以内",
            )
            over = over or text.startswith(("以上", "以下", "以内"), token.end)
            ahead = token.start < token.core and text[token.start : token.core] in (
                "超",
                "超过",
                "过",
                "上",
                "逾",
                "突破",
            )
            skip = 2 if text.startswith(("以上", "以下", "以内"), token.end) else 0
            noun = _THRESHOLD.match(text, token.end + skip)
            nearby = noun is not None
            if over and nearby and token.unit == "元":
                apart[len(kept)] = (token.start, token.end + skip)
                continue
            later = tokens[i + 1] if i + 1 < len(tokens) else None
            if (
                (over or ahead)
                and nearby
                and later is not None
                and later.core < stops.clause(token.core)[1]
                and later.unit != token.unit
            ):
                between = text[token.end : later.start]
                if len(between) <= 16 and "、" not in between:
                    apart[len(kept)] = (token.start, token.end + skip)
                    continue
        kept.append(token)
    return kept, apart


def find(cleaned: Clean, places: Places, stops: Stops, periods: Periods) -> list[Figure]:
    """Every figure of a cleaned text, in order."""
    text = cleaned.text
    tokens, apart = thresholds(text, scan(text), stops)
    spans: list[tuple[int, int]] = []
    namer, reviewed, coming = Namer(text), periods.reviewed(places.parts), periods.coming(places.parts)
    figures: list[Figure] = []
    previous_end = -1
    five = any(period and "/" in period and "-" not in period for period in reviewed)
    previous: Figure | None = None
    sentence_start, around = -1, (0, 0)
    for i, token in enumerate(tokens):
        sentence = stops.sentence(token.core)
        clause = stops.clause(token.core)[0]
        if sentence[0] != sentence_start:
            sentence_start, previous, around = sentence[0], None, cleaned.span(*sentence)
        section = places.at(token.core)
        body = places.parts[section].body_start if section is not None else 0
        start = max(clause, previous_end, body if body <= token.core else 0)
        following = tokens[i + 1].start if i + 1 < len(tokens) else len(text)
        following = min(following, sentence[1])
        role = places.parts[section].role if section is not None else "other"
        left = text[start : token.start]
        kind, direction = _kind(text, token, left, previous)
        here = places.parts[section] if section is not None else None
        namer.heading = here.title if here is not None and here.level > 1 and len(here.title) <= 24 else ""
        subject, rule = namer.name(token, sentence[0], clause, start, following, kind == "growth")
        if kind == "level" and token.unit == "%" and subject.endswith(_LEX.rates):
            kind = "ratio"
        head = max(sentence[0], body if body <= token.core else 0)
        estimated = role not in AHEAD and _AT_HEAD.match(text, head) is not None
        modality = "estimate" if estimated else _modality(text, token, role, clause, left, previous, rule)
        usual = (coming if role in AHEAD else reviewed)[section] if section is not None else periods.review
        if five and role not in AHEAD and usual and "/" in usual and _stands(token, kind, left, subject):
            usual = str(periods.year)
        period = _period(periods, sentence[0], token, role in AHEAD, usual)
        begin, end = cleaned.span(token.start, token.end)
        qualifier = token.qualifier
        if qualifier == "exact" and (bound := _BOUND.match(left)):
            qualifier = "over" if bound["least"] else "under"
        figure = Figure(
            begin, end, "", subject, token.value, token.high, token.unit, qualifier,
            "ratio" if kind == "level" and token.unit in ("%", "‰", "倍") else kind, direction, period, modality,
            token.masked, token.damaged, f"{token.rule}+{rule}", section, around,
        )  # fmt: skip
        if i in apart and apart[i][0] >= clause:
            figure.threshold = cleaned.span(*apart[i])
        figures.append(figure)
        spans.append((token.start, token.end))
        previous, previous_end = figure, token.end
    relate(text, spans, figures)
    return figures


def _kind(text: str, token: Token, left: str, previous: Figure | None) -> tuple[str, str | None]:
    if token.kind == "rank":
        return "rank", None
    if token.kind == "growth":
        return "growth", "up"
    if token.kind == "zero" and token.unit == "%":
        return "growth", None  # 零增长
    if token.kind == "zero" or token.unit == "年":
        return "level", None
    if previous is not None and previous.kind == "growth" and token.unit == "%" and _MOVED_TO.match(left):
        return "growth", previous.direction
    changed = _CHANGED.search(left)
    if changed is None and token.unit in _RATE_UNITS and (bare := _BARE_CHANGE.search(left)):
        return "growth", "up" if bare[0][-1] in "增升涨" else "down"
    if changed is None:
        if (
            token.unit in _RATE_UNITS
            and previous is not None
            and previous.kind == "growth"
            and left.strip("、和及与 ") in ("", "分别")
        ):
            return "growth", previous.direction
        return "level", None
    direction = "down" if changed["down"] else "up"
    if changed["same"] and token.value is not None and text[token.core - 1 : token.core] in "-－":
        direction = "down"
    if token.unit in _RATE_UNITS:
        if (changed["to"] and changed["to"] in "到至") or (
            changed["to"] == "为" and not left.rstrip("为").endswith(("增长", "增幅", "增速", "降幅", "率"))
        ):
            return "level", None
        return "growth", direction
    if _COMPARED.search(left) and not changed["to"]:
        return "growth", direction
    return "level", None


def _modality(
    text: str, token: Token, role: str, clause: int, left: str, previous: Figure | None, rule: str
) -> str:
    if role in AHEAD:
        return "target"
    words = text[max(clause, token.start - LONGEST) : token.start]
    if _ESTIMATE.search(words):
        return "estimate"
    if _TARGET.search(words):
        return "target"
    if (
        previous is not None
        and previous.modality != "actual"
        and rule in ("carried", "same", "dealt", "attribute")
    ):
        return previous.modality
    return "actual"


def _stands(token: Token, kind: str, left: str, subject: str) -> bool:
    """Whether a figure in a look back over years tells how things stand at their end, not what was done in all of them."""
    if kind in ("ratio", "rank"):
        return True
    return kind == "level" and (left.endswith(_REACHED) or subject.endswith(_STANDING)) and "累计" not in left


def _period(periods: Periods, sentence: int, token: Token, ahead: bool, usual: str | None) -> str | None:
    said = periods.before(sentence, token.core, ahead=ahead)
    if not ahead and (last := periods.last(token.start, usual)) is not None:
        return last
    if said is not None and not (ahead and "-" in said.iso and periods.apart(said.end, token.core)):
        return said.iso
    return usual
