"""Names of the reader's rules in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: dict[str, str | Promise] = {
    "number": gettext_lazy("数字加单位"),
    "number.chinese": gettext_lazy("汉字数"),
    "number.ocr": gettext_lazy("扫描错字的数"),
    "number.masked": gettext_lazy("遮盖的数"),
    "number.magnitude": gettext_lazy("只有数量级的数"),
    "rank": gettext_lazy("位次"),
    "streak": gettext_lazy("连续年数"),
    "zero": gettext_lazy("“零”的说法"),
    "left": gettext_lazy("事项在数前"),
    "right": gettext_lazy("事项在数后"),
    "owner after": gettext_lazy("主体在后"),
    "carried": gettext_lazy("事项承前"),
    "same": gettext_lazy("与前一个数同事项"),
    "dealt": gettext_lazy("与前面逐一对应"),
    "attribute": gettext_lazy("项目自身的数"),
    "verb alone": gettext_lazy("只有动词"),
    "clause before": gettext_lazy("事项在前一句"),
}


def rule_words(rule: str) -> str:
    """The rules that made a reading, joined; a rule without words keeps its name."""
    return _("、").join(str(WORDS.get(part, part)) for part in rule.split("+") if part)
