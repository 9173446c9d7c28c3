"""How like two proposals are: a plain measure that shows what it saw. Pure."""

from __future__ import annotations

import re
from collections import Counter

#: From here on (percent) two proposals are shown as perhaps the same.
SIMILAR = 40
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")
#: Words that any proposal may use say nothing about what it wants.
_EMPTY = re.compile("建议|希望|请求|要求|群众|村民|居民|反映|我们|我村|本村|尽快|能够|解决|问题|一下")
#: A shared run shorter than this is chance.
_RUN = 2


def pieces(text: str) -> Counter[str]:
    """A text in pieces of two characters, without marks and empty words; how often each stands there.

    >>> sorted(pieces("建议修村口水渠。"))
    ['修村', '口水', '村口', '水渠']
    """
    found: Counter[str] = Counter()
    for word in _WORD.findall(_EMPTY.sub(" ", text)):
        found.update(word[at : at + 2] for at in range(len(word) - 1))
    return found


def likeness(one: str, other: str) -> int:
    """Twice the pieces that both have, of all pieces of both, in percent (Dice). 0 where there is nothing to compare.

    >>> likeness("改造村口水渠", "村口水渠改造"), likeness("改造水渠", "新建助餐点")
    (80, 0)
    """
    a, b = pieces(one), pieces(other)
    both = a.total() + b.total()
    return (200 * (a & b).total() + both // 2) // both if both else 0


def alike(one: tuple[str, str], other: tuple[str, str]) -> int:
    """Likeness of two proposals given as (title, text): of the titles, or of all of both, whichever is higher."""
    return max(likeness(one[0], other[0]), likeness("。".join(one), "。".join(other)))


def shared_words(one: str, other: str, most: int = 4) -> list[str]:
    """The longest runs of characters that both texts have, as what likeness was seen in.

    >>> shared_words("请修好东坪村口的水渠", "东坪水渠年久失修，村口淤塞")
    ['东坪', '村口', '水渠']
    """
    texts = _WORD.findall(_EMPTY.sub(" ", other))
    found: dict[str, int] = {}
    for word in _WORD.findall(_EMPTY.sub(" ", one)):
        at = 0
        while at < len(word):
            end = at
            while end < len(word) and any(word[at : end + 1] in text for text in texts):
                end += 1
            if end - at >= _RUN:
                found.setdefault(word[at:end], len(found))
            at = max(end, at + 1)
    longest = sorted(found, key=lambda run: (-len(run), found[run]))[:most]
    return sorted(longest, key=lambda run: found[run])
