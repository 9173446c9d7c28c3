"""What a rank is held in: the words before it, and those between its verb and its number."""

from __future__ import annotations

import re

from zhenwu.reader import subject_words as known
from zhenwu.reader.phrases import DATE, PUNCTUATION, core

_ASIDE = re.compile(rf"前\d+强|{DATE}")


def ranked(left: str, bare: str, previous: str) -> str:
    """The subject of a rank; left and bare: the words before it with and without marks, previous: the subject before it.

    >>> ranked("综合考核位居全县", "综合考核位居全县", ""), ranked("由", "由", "平安建设排名")
    ('综合考核全县排名', '平安建设排名')
    """
    m = known.RANKED.match(bare)
    behind = _ASIDE.sub("", m[3]) if m else ""
    behind = behind.strip(PUNCTUATION).removesuffix("由").removesuffix("从")
    ahead = core(m[1] if m else bare).removesuffix("中")
    within = m is not None and m[1].endswith(("中", "里", "上"))
    if len(behind) >= 3 and (not ahead or within or len(behind) > 6):
        return core(behind) + "排名"
    if left[:1] == "(" and previous:
        return previous.removesuffix("排名") + core(left) + "排名"
    if not ahead or ahead in known.COUNTED_BY:
        ahead = previous.removesuffix("排名") + ahead
    return ahead + behind + "排名"
