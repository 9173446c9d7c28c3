"""What a passage is about, as pairs of characters: Chinese needs no word list for that, only one spelling for one thing."""

from __future__ import annotations

import re
from functools import lru_cache

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import UNITS, one_of

_LEX = lexicon()
_SAME = {alias: kept for kept, aliases in _LEX.same.items() for alias in (kept, *aliases)}
_ALIAS = re.compile(f"(?=[{''.join(sorted({w[0] for w in _SAME}))}]){one_of(tuple(_SAME))}")
_MARKS = re.compile('[“”"‘’《》〈〉「」 \t]')
_HOLLOW = re.compile(one_of(_LEX.sequels["hollow"]))
_RUN = re.compile(
    r"(?:(?<![A-Za-z])[A-Za-z]++|(?<![A-Za-z\d]))\d++(?:国道|省道|县道|线|热线)|[\u4e00-\u9fff]+"
)
# 206国道 and 12345热线 are names, no amounts
_AMOUNT = re.compile(
    rf"(?<![A-Za-z\d])\d[\d.,]*+(?!国道|省道|县道|热线|线|号)(?:[-—~至]\d[\d.,]*+)?[余多万亿千百]*(?:{one_of(tuple(UNITS))})?"
    "|[一二两三四五六七八九十]{1,3}(?:个|项|条|处|家|座|件|批|类|名|支)"
)
_VILLAGE = re.compile(r"(?=([\u4e00-\u9fff]{2})(村|社区))")
_NO_VILLAGE = _LEX.sequels["no_village"]
_SCOPE = re.compile("全[县区市省国]")
_PHASE = re.compile(r"([一二三四五])(?:期|标段)|第([一二三四五])(?:期|标段)")


def plainly(text: str) -> str:
    """Cleaned text without quotation marks and spaces, each thing in one spelling.

    >>> plainly("完成 厕改，规模以上“两化”企业")
    '完成户厕改造，规上两化企业'
    """
    return _ALIAS.sub(lambda m: _SAME[m[0]], _MARKS.sub("", text))


@lru_cache(maxsize=65536)
def _pairs(run: str) -> tuple[str, ...]:
    if not "\u4e00" <= run[0] <= "\u9fff":
        return (run,)
    return tuple(run[i : i + 2] for i in range(len(run) - 1))


def terms(words: str) -> tuple[str, ...]:
    """The distinct pairs of characters that say what plain words are about; numbers and words of doing say nothing.

    >>> terms("全面推进兴河路建设"), terms("新建公厕5座")
    (('兴河', '河路'), ('公厕',))
    """
    made: dict[str, None] = {}
    kept = _HOLLOW.sub(" ", _AMOUNT.sub(" ", words))
    for run in _RUN.finditer(kept):
        for pair in _pairs(run[0]):
            made[pair] = None
    return tuple(made)


def villages(words: str) -> frozenset[str]:
    """Villages named: the two characters before 村 or 社区.

    >>> sorted(villages("在龙泉村、白石社区建设美丽乡村")), sorted(villages("全村动员"))
    (['白石社区', '龙泉村'], [])
    """
    found = (m[1] + m[2] for m in _VILLAGE.finditer(words))
    return frozenset(name for name in found if not name.endswith(_NO_VILLAGE))


def phases(words: str) -> frozenset[str]:
    """Building phases named: 二期, 第三标段."""
    return frozenset(m[1] or m[2] for m in _PHASE.finditer(words))


def scopes(words: str) -> frozenset[str]:
    """Among whom something is ranked: 全县, 全市."""
    return frozenset(_SCOPE.findall(words))


def apart(promised: str, told: str) -> bool:
    """Whether two passages name different villages, phases or circles of peers, and so speak of different things.

    >>> apart("建设龙泉村文化广场", "白石村文化广场建成"), apart("建设龙泉村文化广场", "文化广场建成")
    (True, False)
    """
    for names in (villages, phases, scopes):
        ours = names(promised)
        if ours and (theirs := names(told)) and not ours & theirs:
            return True
    return False


def replaced(wanted: tuple[str, ...], words: str) -> bool:
    """Whether another name stands where the wanted one begins (西坪水库 for 东坪水库); to leave it out is no replacement.

    >>> replaced(terms("东坪水库除险加固"), "西坪水库除险加固"), replaced(terms("东坪水库除险加固"), "水库除险加固")
    (True, False)
    """
    first = next((i for i, pair in enumerate(wanted) if pair in words), None)
    if not first:
        return False
    at = words.find(wanted[first])
    before = _HOLLOW.sub(" ", _AMOUNT.sub(" ", words[:at]))
    return bool(before) and "\u4e00" <= before[-1] <= "\u9fff"
