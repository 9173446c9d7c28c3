"""One pass over cleaned text that finds every quantity: counts, ranks, masked and absent things; dates are passed over."""

from __future__ import annotations

import re
from decimal import Decimal

from zhenwu.lexicon import lexicon
from zhenwu.reader.numerals import arabic, chinese
from zhenwu.reader.patterns import BEFORE, SCAN, UNITS, one_of
from zhenwu.reader.tokens import STOP, Token, hedged, in_name, unit_of

_LEX = lexicon()


_COUNTABLE = tuple(_LEX.countable)
_ABSTRACT = _LEX.abstract_nouns
_SLOGANS = re.compile(one_of(_LEX.slogans))
_RANK_VERB = re.compile(
    "(?:位居|位列|排名|名列|列|居|排|排在|获得|荣获|取得|夺得|考核|综合|跃居|跃升|升至|进入|跻身|总分|综合得分|评比|考评|成绩)[^,。;:、]{0,14}$"
)
_ENTER = re.compile("(?:进入|跻身|位居|位列|列|居|排名|保持在?|稳居|挺进|迈进|冲刺?|进)[^,。;:、]{0,12}$")
_SUM = re.compile(
    "投资|产值|收入|资金|税|贷款|销售|营收|金额|债|利润|存款|预算|支出|补助|补贴|元|签约|总额|造价|规模|价值|融资|交易|到位|增收|财政"
)
#: 由第十一上升至第四: what a rank moves by.
_MOVED = ("上升", "跃升", "提升", "前进", "前移", "升", "下降", "降", "跌", "退", "进位")
#: 七八家, 两三百户, 十五六人: two digits that follow each other are from the one to the other.
_ABOUT = re.compile(
    "(?P<ten>十?)(?P<low>[一二两三四五六七八])(?P<high>[二三四五六七八九])(?P<times>[十百千万亿]*)"
)
_CLAUSE = re.compile(r"[,。;:!?\n]")
_PERSONS = (
    "父老",
    "人民",
    "人口",
    "留守",
    "老人",
    "群众",
    "农户",
    "农民",
    "村民",
    "学生",
    "党员",
    "干部",
    "居民",
    "职工",
    "志愿者",
    "劳动力",
)
_PEOPLE = re.compile("人口|常住|户籍|游客|劳动力|参保|群众|粉丝")
_SIZED = ("村", "企业", "大户", "项目", "产业", "户", "楼", "园区", "集群", "级", "镇")
_MONEY_END = frozenset("的,。;、:)")


def scan(text: str) -> list[Token]:
    """Every quantity of a cleaned text, in order."""
    found: list[Token] = []
    slogans = [m.span() for m in _SLOGANS.finditer(text)]
    sloganed = 0
    for m in SCAN.finditer(text):
        kind = m.lastgroup
        if kind == "date":
            continue
        start = m.start()
        while sloganed < len(slogans) and slogans[sloganed][1] <= start:
            sloganed += 1
        if sloganed < len(slogans) and slogans[sloganed][0] <= start:
            continue
        token = _MAKERS[kind](text, m) if kind else None
        if token is not None:
            found.append(token)
    return found


def _number(text: str, m: re.Match[str]) -> Token | None:
    start, end = m.start("num"), m.end("num")
    digits, scale, spelled = m["n"], m["nm"], m["nu"]
    value, damaged = arabic(digits)
    masked = m["nx"] is not None
    if damaged and not (scale or spelled):
        return None
    unit_end = m.end("nu") if spelled else end
    unit = unit_of(text, spelled, unit_end, start, digits=True)
    after = m["na"]
    if spelled == "人" and text.startswith("民", unit_end):
        unit = None  # 4万人民 counts people, yet the unit is not said
    if unit is None:
        if not (scale and scale in "万亿" and spelled):
            return None
        unit, after, end = "", None, m.start("nu")
    if text[start - 1 : start] == "第" or in_name(text, start, end):
        return None
    high = None
    if m["n2"] is not None:
        high = arabic(m["n2"])[0] * _LEX.scales.get(m["nm2"] or "", Decimal(1))
        if scale is None and m["nm2"] and not m["n1"]:
            value *= _LEX.scales[m["nm2"]]
        if m["n1"] and m["n1"] != spelled:
            high = None
            end = m.start("n2")
    if scale:
        value *= _LEX.scales[scale]
    if not spelled and m["nb"] and text.startswith(_PERSONS, end):
        unit = "人"
    elif not spelled or unit == "":
        if not scale or scale not in ("万", "亿", "千万", "百万", "万亿"):
            return None
        words = _CLAUSE.split(text[max(0, start - 14) : start])[-1]
        if text.startswith(_PERSONS, end) or _PEOPLE.search(words):
            unit = "人"
        else:
            unit = "元" if _SUM.search(words) or scale in ("亿", "万亿") else ""
        if not unit and text[end : end + 1] not in _MONEY_END:
            return None
    if unit in ("小时", "天") and value in (24, 365):
        return None
    if unit == "年" and value > 100:
        return None
    begin, qualifier = hedged(text, start, m["nb"] or m["nc"], after)
    if unit == "年" or unit in ("天", "个月"):
        begin = _streak(text, begin)
    if high is not None and high < value:
        high = None
    rule = "number.ocr" if damaged else "number"
    return Token(
        begin, end, start, "count", None if masked else value, high, unit, qualifier, masked, damaged, rule
    )


def _streak(text: str, start: int) -> int:
    return start - 2 if text.startswith("连续", start - 2) else start


def _rank(text: str, m: re.Match[str]) -> Token | None:
    start, end = m.span()
    value = Decimal(m["r"]) if m["r"].isdigit() else chinese(m["r"])
    if value is None or value == 0:
        return None
    if m["ru"]:
        if text.startswith(("单", "书", "员", "副"), end) or (
            not m["r"].isdigit() and not _RANK_VERB.search(text, max(0, start - 18), start)
        ):
            return None
    else:
        following = text[end : end + 1]
        if (
            following not in STOP
            and following not in ("", ")", "”", "的")
            and not text.startswith(("等次", "的好成绩"), end)
            and not (text[start - 1 : start] in ("由", "从") and text.startswith(_MOVED, end))
        ):
            return None
        if not _RANK_VERB.search(text, max(0, start - 18), start):
            return None
    return Token(start, end, start, "rank", value, None, "位", "exact", False, False, "rank")


def _top(text: str, m: re.Match[str]) -> Token | None:
    start, end = m.span()
    if m["t"] is None:
        if not _RANK_VERB.search(text, max(0, start - 18), start):
            return None
        return Token(end - 2, end, end - 2, "rank", Decimal(1), None, "位", "exact", False, False, "rank.top")
    value = Decimal(m["t"]) if m["t"].isdigit() else chinese(m["t"])
    if value is None or m["tu"] in ("强", "列"):
        return None
    following = text[end : end + 1]
    if (not m["tu"] and following not in STOP and following != "") or not _ENTER.search(
        text, max(0, start - 16), start
    ):
        return None
    return Token(start, end, start, "rank", value, None, "位", "under", False, False, "rank.within")


def _percent(text: str, m: re.Match[str]) -> Token | None:
    value = Decimal(m["p"]) if m["p"][0].isdigit() and m["p"].isascii() else chinese(m["p"])
    if value is None:
        return None
    begin, qualifier = hedged(text, m.start(), None, m["pa"])
    return Token(
        begin, m.end(), m.start(), "count", value, None, "%", qualifier, False, False, "number.chinese"
    )


def _tenth(text: str, m: re.Match[str]) -> Token | None:
    value, high = (
        None if said is None else (Decimal(said) if said.isascii() else chinese(said) or Decimal(0)) * 10
        for said in (m["d"], m["dt"])
    )
    if value is not None and m["half"]:
        more = Decimal(5) if m["half"] == "半" else chinese(m["half"]) or Decimal(0)
        value, high = (value + more, None) if high is None else (value, high + more)
    begin, qualifier = hedged(text, m.start(), None, m["da"])
    return Token(
        begin, m.end(), m.start(), "count", value, high, "%", qualifier, False, False, "number.tenths"
    )


def _fraction(text: str, m: re.Match[str]) -> Token | None:
    """三分之一 as 33.33 %, 半数 as 50 %."""
    whole, part = chinese(m["fd"] or "二"), chinese(m["fn"] or "一")
    if not whole or not part or part >= whole:
        return None
    value = (part * 100 / whole).quantize(Decimal("0.01")).normalize()
    begin, qualifier = hedged(text, m.start(), None, m["fa"] or m["ha"])
    return Token(
        begin, m.end(), m.start(), "count", value, None, "%", qualifier, False, False, "number.fraction"
    )


def _chinese(text: str, m: re.Match[str]) -> Token | None:
    start, end = m.span()
    core, spelled = m["c"], m["cu"]
    if text[start - 1 : start] in ("第", "每", "同", "逐", "某", "哪", "十", "统") and start:
        return None
    high = None
    if about := _ABOUT.fullmatch(core):
        low, high = (chinese(about["ten"] + about[side] + about["times"]) for side in ("low", "high"))
        if low is None or high is None or chinese(about["low"]) != (chinese(about["high"]) or 0) - 1:
            return None
        value: Decimal | None = low
    else:
        value = chinese(core + ("点" + m["cp"] if m["cp"] else ""))
    if value is None:
        return None
    unit = unit_of(text, spelled, m.end("cu"), start)
    if unit is None or in_name(text, start, end):
        return None
    if core[0] in "几数" and (
        text.startswith(_ABSTRACT, m.end("cu")) or text.endswith(("以下", "如下", "下列"), 0, start)
    ):
        return None
    if core[0] in "百千万亿" and text.startswith(_SIZED, end):
        return None  # 百万元村, 亿元企业: what size they are, not how much there is
    inner = m["cb"] or m["cc"] or ("余" if core[0] in "几数" else None)
    if m["cm"]:
        value *= _LEX.scales[m["cm"]]
        high = high if high is None else high * _LEX.scales[m["cm"]]
    rounded = core in "百千万亿" and text[start - 1 : start] in ("近", "超", "上", "过", "逾")
    plain_small = len(core) == 1 and not inner and not m["cm"] and not rounded
    if plain_small and not _provable(text, m, unit):
        return None
    if len(core) > 1 and not inner and text.startswith(_ABSTRACT, m.end("cu")) and unit in ("个", "项", "大"):
        return None
    if (
        unit in ("年", "天", "个月", "次", "期", "级")
        and len(core) > 1
        and not inner
        and unit == "年"
        and "连续" not in text[max(0, start - 3) : start]
    ):
        return None
    begin, qualifier = hedged(text, start, inner, m["ca"])
    if unit in ("年", "天", "个月"):
        begin = _streak(text, begin)
    return Token(begin, end, start, "count", value, high, unit, qualifier, False, False, "number.chinese")


def _provable(text: str, m: re.Match[str], unit: str) -> bool:
    """Whether a single small Chinese numeral counts something: a countable noun follows, or it stands last after its noun."""
    start, end, spelled = m.start(), m.end(), m["cu"]
    if unit == "年":
        return text.startswith("连续", start - 2)
    if unit in ("%", "百分点", "倍"):
        return True
    if not UNITS[spelled].bare or text.startswith(_ABSTRACT, end):
        return False
    following = text[end : end + 1]
    last = following in STOP or following in ("", ")")
    before = text[start - 1 : start]
    noun_before = (
        bool(start)
        and before not in STOP
        and "\u4e00" <= before <= "\u9fff"
        and before not in "这那哪每任有一再下上又了第同另的"
    )
    if m["c"] == "一":
        return (
            last
            and noun_before
            and unit not in ("次", "条", "位", "名", "起", "道", "面", "片", "轮", "批", "人")
        )
    if last:
        return noun_before or before == "的"
    window = text[end : end + 8]
    cut = next((i for i, c in enumerate(window) if c in STOP), len(window))
    return any(window.startswith(noun) or noun in window[:cut] for noun in _COUNTABLE) and unit not in (
        "级",
        "位",
        "面",
        "本",
        "部",
    )


def _magnitude(text: str, m: re.Match[str]) -> Token | None:
    start, end = m.span()
    before = BEFORE.search(text, max(0, start - 4), start)
    if (
        before is None
        or before[0] not in _LEX.magnitude_after
        or text.endswith(_LEX.hedges_not_after.get(before[0], ()), 0, before.start())
    ):
        return None
    unit = unit_of(text, m["gu"], end, start)
    if unit is None or (
        not m["gu"] and text[end : end + 1] not in STOP and text[end : end + 1] not in ("", "大", "的")
    ):
        return None
    if not unit:
        if not _SUM.search(text, max(0, start - 16), start):
            return None
        unit = "元"
    if in_name(text, start, end):
        return None
    qualifier = _LEX.hedges_before[before[0]]
    if before[0] in ("达", "达到") and not m["gu"]:
        return None
    return Token(
        before.start(),
        end,
        start,
        "count",
        _LEX.scales[m["g"]],
        None,
        unit,
        qualifier,
        False,
        False,
        "number.magnitude",
    )


def _masked(text: str, m: re.Match[str]) -> Token | None:
    start, end = m.span()
    unit = unit_of(text, m["xu"], m.end("xu"), start) if m["xu"] else "元"
    if m["xs"] and not _SUM.search(text, max(0, start - 16), start):
        return None
    if (
        unit is None
        or unit in ("年", "天", "位")
        or (text.startswith(("”", "’"), end) and text[start - 1 : start] in ("“", "‘"))
    ):
        return None
    if text[start - 1 : start] in ("+", "第") and start:
        return None
    begin, qualifier = hedged(text, start, m["xb"], m["xa"])
    return Token(begin, end, start, "count", None, None, unit, qualifier, True, False, "number.masked")


def _zero(text: str, m: re.Match[str]) -> Token | None:
    start, end = m.span()
    unit = _LEX.zeros[m["z"]]
    if not unit:
        return None
    return Token(start, end, start, "zero", Decimal(0), None, unit, "exact", False, False, "zero")


def _doubled(text: str, m: re.Match[str]) -> Token | None:
    """翻一番 as a growth by 100 %, 翻两番 by 300 %."""
    start, end = m.span()
    value = Decimal(2) ** int(chinese(m["dn"] or "一") or 1) * 100 - 100
    return Token(start, end, start, "growth", value, None, "%", "exact", False, False, "number.doubled")


_MAKERS = {
    "num": _number,
    "rank": _rank,
    "top": _top,
    "percent": _percent,
    "tenth": _tenth,
    "doubled": _doubled,
    "fraction": _fraction,
    "halves": _fraction,
    "cn": _chinese,
    "mag": _magnitude,
    "mask": _masked,
    "zero": _zero,
}
