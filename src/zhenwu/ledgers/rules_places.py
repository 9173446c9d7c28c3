"""Names and codes of places as a spreadsheet writes them → codes. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from zhenwu.ledgers.unfit import Unfit

_TAILS = ("村民委员会", "居民委员会", "村委会", "居委会", "社区居委会", "行政村", "社区", "村")
_GROUP = re.compile(r"(第?[一二三四五六七八九十百\d]+(?:村民小组|组|队|社)|[^村社]{1,6}(?:组|队))")


class Places:
    """The places that a value may mean: those inside one area, by code and by name.

    rows : (code, name) of the area itself, its villages and grids. Names that two places share are told apart by code only.
    """

    def __init__(self, area_code: str, rows: Iterable[tuple[str, str]]) -> None:
        self.area_code = area_code
        self.names: dict[str, str] = {}
        self._codes: dict[str, list[str]] = {}
        for code, name in rows:
            self.names[code] = name
            for form in _forms(name):
                found = self._codes.setdefault(form, [])
                if code not in found:
                    found.append(code)
        self._known: dict[str, tuple[str, str]] = {}

    def find(self, raw: object) -> tuple[str, str]:
        """(code, what stood behind the name: "一组"); Unfit when no place, or more than one, is meant."""
        text = _clean(raw)
        if text in self._known:
            return self._known[text]
        self._known[text] = found = self._search(text)
        return found

    def _search(self, text: str) -> tuple[str, str]:
        if text.isdigit() and len(text) >= 6:
            return self._by_code(text), ""
        for name, rest in _splits(text):
            codes = self._codes.get(name)
            if codes:
                if len(codes) > 1:
                    options = "、".join(f"{self.names[c]}{c}" for c in codes[:4])
                    raise Unfit(f"“{name}”不止一处", options, "请填代码")
                return codes[0], rest
        name, rest = _splits(text)[-1]
        suggestion = self._nearest(name)
        near = self.names[suggestion] if suggestion else ""
        raise Unfit(
            f"没有“{name}”",
            f"{self.names.get(self.area_code, self.area_code)}里的村名或12位区划代码",
            f"是不是“{near}”？" if near else "请核对村名",
            f"{near}{rest}" if near else "",
        )

    def _by_code(self, text: str) -> str:
        if text in self.names:
            return text
        if len(text) not in (12, 15):
            raise Unfit(f"区划代码“{text}”是{len(text)}位", "12位，网格为15位", "请在区域名录里查到代码再填")
        raise Unfit(
            f"没有代码为{text}的区域",
            f"{self.names.get(self.area_code, self.area_code)}里的区划代码",
            "请在区域名录里查到代码再填",
        )

    def _nearest(self, name: str) -> str:
        best, score = "", 0.0
        for form, codes in self._codes.items():
            if len(codes) != 1 or len(form) < 2:
                continue
            near = SequenceMatcher(None, name, form).ratio()
            if near > score:
                best, score = codes[0], near
        return best if score >= 0.5 else ""


def _clean(raw: object) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(raw)))


def _forms(name: str) -> list[str]:
    """A name with and without the words for what it is: 石桥村 is also written 石桥, 石桥村委会, 石桥社区."""
    clean = _clean(name)
    stem = next((clean[: -len(t)] for t in _TAILS if clean.endswith(t) and len(clean) - len(t) >= 2), "")
    return [clean, *([stem, *(stem + tail for tail in _TAILS)] if stem else [])]


def _splits(text: str) -> list[tuple[str, str]]:
    """The whole text, then without a town before it, then the name before a group: 大塘村一组 → 大塘村, 一组."""
    text = re.sub(r"^.{2,8}?[镇乡](?=.{2})", "", text) if re.search(r"[镇乡].{2,}村", text) else text
    found = [(text, "")]
    match = re.search(_GROUP.pattern + "$", text)
    if match and match.start() >= 2:
        found.append((text[: match.start()], match[0]))
    for mark in ("村", "社区"):
        head, sep, rest = text.partition(mark)
        if sep and rest and len(head) >= 1 and (head + sep, rest) not in found:
            found.append((head + sep, rest))
    return found if len(found) == 1 else [found[0], *sorted(found[1:], key=lambda s: -len(s[0]))]
