"""The patterns of one pass over a text: tries of words, and the single expression that finds every token with a number in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhenwu.lexicon import Unit, lexicon

_LEX = lexicon()


def one_of(words: list[str] | tuple[str, ...]) -> str:
    """A pattern for any of the words, longest first, without trying one prefix twice.

    >>> re.findall(one_of(["规上", "规上企业", "税收"]), "规上企业税收规上")
    ['规上企业', '税收', '规上']
    """
    tree: dict[str, object] = {}
    for word in words:
        node = tree
        for c in word:
            node = node.setdefault(c, {})  # type: ignore[assignment]
        node[""] = None

    def build(node: dict[str, object]) -> str:
        parts = [(c, re.escape(c) + build(child)) for c, child in node.items() if isinstance(child, dict)]
        if not parts:
            return ""
        made = parts[0][1] if len(parts) == 1 and "" not in node else "(?:" + _halved(parts) + ")"
        return made + ("?" if "" in node else "")

    return build(tree)


def first_of(words: Iterable[str], more: str = "") -> str:
    """The characters that words begin with, and more, as they stand inside the brackets of a pattern.

    >>> first_of(["规上", "规下", "税收"], "]")
    '规税\\\\]'
    """
    return re.escape("".join(dict.fromkeys("".join(word[0] for word in words) + more)))


def sought(first: str, body: str, *, then: str = "") -> str:
    """A pattern to look for all over a text, which the engine passes over quickly by its first character.

    first : the characters that a match may begin with, as inside brackets. body : alternatives; places are those of the named group that
    matched (`lastgroup`), for the match itself is the first character only: a match may lie inside the one before. then : what is
    asked first of the characters behind.
    """
    return rf"[{first}]{then}(?<=(?=(?:{body}))[\s\S])"


def _halved(parts: list[tuple[str, str]]) -> str:
    """Alternatives by their first character; many are halved again and again, as the engine tries alternatives one by one."""
    if len(parts) <= 48:
        return "|".join(pattern for _, pattern in parts)
    half = len(parts) // 2
    first = "".join(re.escape(c) for c, _ in parts[:half])
    return f"(?=[{first}])(?:{_halved(parts[:half])})|(?:{_halved(parts[half:])})"


UNITS: dict[str, Unit] = {s: u for u in _LEX.units for s in (u.name, *u.spellings)}
_UNIT = one_of(sorted(UNITS, key=len, reverse=True))
_SCALE = "(?!千[米瓦伏克])" + one_of(sorted(_LEX.scales, key=len, reverse=True))
_MORE = "[" + "".join(w for w in _LEX.hedges_between if len(w) == 1) + "]"
_AFTER = one_of(tuple(_LEX.hedges_after))
BEFORE = re.compile("(?:" + one_of(tuple(_LEX.hedges_before)) + ")$")
_DIGIT_WORDS = "".join(_LEX.digits) + "".join(_LEX.multipliers)
_DAY = r"(?:\d{1,2}(?:[-—~至到]\d{1,2})?[日号])"
_MONTH = rf"\d{{1,2}}(?:月?(?:[-—~至到]|--)\d{{1,2}})?月(?:份|底|末|初)?{_DAY}?"
_YEAR = r"(?:19|20)\d\d"
_RANGE = r"(?:[-—~]{1,2}|至|到)"

#: Every alternative begins with one of these, so most characters are passed over at once.
_FIRST = "(?=[" + "".join(dict.fromkeys("0123456789IlOo第首前几数零万亿半翻xX×*✕╳□■_(" + _DIGIT_WORDS)) + "])"

SCAN = re.compile(
    rf"{_FIRST}(?:(?P<date>(?=\d)(?<![\d.A-Za-z])(?:{_YEAR}(?:年?{_RANGE}?{_YEAR})?年(?:度|底|末|初)?(?:{_MONTH})?|{_MONTH}|{_YEAR}[.-]\d{{1,2}}[.-]\d{{1,2}}(?!\d)|{_DAY}(?!线)))"
    rf"|(?P<num>(?=[\dIlOo])(?:(?<![\dA-Za-z.])|(?<=GDP))(?P<n>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|\d+\.\d+|[\dIlOo](?:[\dIlOo]|\(X\))*(?:\.\d+)?)"
    rf"(?P<nx>[xX*]{{1,6}}\d{{0,4}}|×{{1,6}}(?!\d))?(?P<nb>{_MORE})?(?P<nm>(?:{_SCALE}))?(?P<nc>{_MORE})?"
    rf"(?:(?P<n1>{_UNIT})?{_RANGE}(?P<n2>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<nm2>{_SCALE})?(?=(?P<nu2>{_UNIT})))?"
    rf"(?P<nu>{_UNIT})?(?P<na>{_AFTER})?)"
    rf"|(?P<rank>第(?P<r>\d{{1,4}}|[{_DIGIT_WORDS}]{{1,5}})(?P<ru>位|名)?)"
    rf"|(?P<top>首位|(?:前(?P<t>\d{{1,3}}|[{_DIGIT_WORDS}]{{1,3}})(?P<tu>位|名|强|列)?))"
    rf"|(?P<percent>百分之(?P<p>[{_DIGIT_WORDS}点]{{1,8}}|\d+(?:\.\d+)?)(?P<pa>{_AFTER})?)"
    rf"|(?P<fraction>(?P<fd>[二三四五六七八九十])分之(?P<fn>[一二三四五六七八九])(?P<fa>{_AFTER})?)"
    rf"|(?P<halves>(?:半数|(?<=近)半(?![年个月天日小里径程路夜斤])|(?<=[占达近超约])一半)(?P<ha>{_AFTER})?)"
    rf"|(?P<doubled>翻(?:了)?(?:(?P<dn>[一两二三])番|番(?=[,。;、!\n])))"
    rf"|(?P<tenth>(?P<d>[一二三四五六七八九两]|(?<!\d)[1-9])(?:[至到—-](?P<dt>[二三四五六七八九]|[2-9]))?成(?P<half>半|[一二三四五六七八九])?(?P<da>{_AFTER})?(?=[,。;、的)升降提增]|群众|以上|企业|农户|村民|下降|上升))"
    rf"|(?P<cn>(?P<c>[{_DIGIT_WORDS}几数][{_DIGIT_WORDS}万亿]{{0,12}})(?:点(?P<cp>[{_DIGIT_WORDS}]{{1,3}}))?(?P<cb>{_MORE})?(?P<cm>{_SCALE})?(?P<cc>{_MORE})?(?P<cu>{_UNIT})(?P<ca>{_AFTER})?)"
    rf"|(?P<mag>(?<=[破过超逾近上达足])(?P<g>{_SCALE})(?P<gb>{_MORE})?(?P<gu>{_UNIT})?)"
    rf"|(?P<mask>(?<![A-Za-z\d])(?P<x>[xX×*✕╳□■]{{1,8}}\d{{0,6}}(?:\.[xX×*\d]{{1,3}})?|_{{2,12}}|\(略\))(?P<xb>{_MORE})?(?:(?P<xm>{_SCALE})?(?P<xu>{_UNIT})|(?P<xs>[万亿])(?=[,。;、以]))(?P<xa>{_AFTER})?)"
    rf"|(?P<zero>零(?P<z>{one_of(tuple(_LEX.zeros))})))"
)
