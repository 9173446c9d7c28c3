"""The reader's rules, kinds of claim and kinds of check in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS: dict[str, str | Promise] = {
    "number": gettext_lazy("数字后有单位"),
    "number.ocr": gettext_lazy("扫描损坏的数字按字形还原"),
    "number.chinese": gettext_lazy("汉字数词后有单位"),
    "number.tenths": gettext_lazy("“几成”是百分之几十"),
    "number.fraction": gettext_lazy("“几分之几”“半数”折成百分数"),
    "number.doubled": gettext_lazy("“翻一番”是增长100%"),
    "number.magnitude": gettext_lazy("“突破”一类词后的百、千、万、亿是数"),
    "number.masked": gettext_lazy("数字被遮去，单位还在"),
    "rank": gettext_lazy("“第几”前有位居、排名一类词"),
    "rank.top": gettext_lazy("“首位”是第一"),
    "rank.within": gettext_lazy("“前几”是不低于第几"),
    "zero": gettext_lazy("“零”后是要杜绝的事，记为0"),
    "left": gettext_lazy("名称在数字前"),
    "right": gettext_lazy("名称在数字后"),
    "verb": gettext_lazy("名称是数字前的动词和数字后的名词"),
    "verb alone": gettext_lazy("数字前只有动词，名称承前一个数"),
    "place": gettext_lazy("数字前是地方，名称在数字后"),
    "apposition": gettext_lazy("数字前是各例，名称是数字后的总称"),
    "object": gettext_lazy("名称是“对”的对象和后面的做法"),
    "owner after": gettext_lazy("数字前是属性，所属在数字后"),
    "attribute": gettext_lazy("属性承前面所说的事物"),
    "heading": gettext_lazy("“该项目”指本节标题"),
    "head": gettext_lazy("名称只有中心词，限定语承前"),
    "carried": gettext_lazy("承本句前一个数的名称"),
    "same": gettext_lazy("与前一个数并列，名称相同"),
    "share": gettext_lazy("占比，名称承所占的数"),
    "rate of": gettext_lazy("只有“办结率”一类词，所办的事承前一个数"),
    "dealt": gettext_lazy("“分别”把几个数依次分给几个名称"),
    "reach": gettext_lazy("惠及、覆盖的是前面所说的事物"),
    "job": gettext_lazy("带动就业的是前面所说的单位"),
    "moved": gettext_lazy("新增、退出的是前面所说的事物"),
    "streak": gettext_lazy("“连续几年”后是所坚持的事"),
    "clause before": gettext_lazy("名称在前一分句"),
    "target": gettext_lazy("分句定了要达到的数"),
    "doing": gettext_lazy("分句以做事的动词开头"),
    "numbered": gettext_lazy("计划中的分句以一个数结尾"),
    "ensured": gettext_lazy("分句说的是要力争、确保的事"),
    "invested": gettext_lazy("分句说投入多少用于建设什么"),
    "served": gettext_lazy("“为”引出对象，后面是所做的事"),
    "turned": gettext_lazy("“把、将、对”引出对象，动词在后"),
    "through": gettext_lazy("“通过…方式”后有做事的动词"),
    "joined": gettext_lazy("“对”引出对象，做法在下一分句"),
    "based": gettext_lazy("分句先说依据、方式，后面是所做的事"),
    "together": gettext_lazy("“与、给、帮”引出对象，后面是所做的事"),
    "always": gettext_lazy("“凡”后是一律照办的事"),
    "topic": gettext_lazy("名称在前，对它做什么在后"),
    "actor": gettext_lazy("分句先说谁来做"),
    "open": gettext_lazy("与本句所做的事并列，不是状态、目的和说明"),
    "shaped": gettext_lazy("词表没有的动词，按字形判断，后面有宾语"),
    "claim": gettext_lazy("可以用台账核实的说法"),
    "admits": gettext_lazy("问题一节中承认不足的分句"),
    "honour.quoted": gettext_lazy("荣获、获评后引号中的名称"),
    "honour.noun": gettext_lazy("荣获、获评后以称号、先进、示范一类词收尾的名称"),
    "named": gettext_lazy("以项目、工程、产业园一类词收尾的专名"),
}
CLAIMS: dict[str, str | Promise] = {
    "record_broken": gettext_lazy("再创新高"),
    "streak": gettext_lazy("连续"),
    "rank": gettext_lazy("位次"),
    "coverage": gettext_lazy("全覆盖"),
    "stage": gettext_lazy("进度"),
    "growth_word": gettext_lazy("升降"),
    "zero": gettext_lazy("零"),
}
CHECKS: dict[str, str | Promise] = {
    "part_over_whole": gettext_lazy("部分大于总数"),
    "parts_over_whole": gettext_lazy("合计不符"),
    "parts_under_whole": gettext_lazy("合计不符"),
    "share_off": gettext_lazy("占比不符"),
    "growth_off": gettext_lazy("增幅不符"),
    "unit_odd": gettext_lazy("单位不合"),
    "project_amount": gettext_lazy("项目金额不一"),
    "rate_over_100": gettext_lazy("比率超过100%"),
    "told_twice": gettext_lazy("前后不一"),
    "target_below_reached": gettext_lazy("目标低于已达到的"),
}

#: What became of a promise, what asks for an answer first.
OUTCOMES: dict[str, str | Promise] = {
    "contradicted": gettext_lazy("与承诺不符"),
    "partly": gettext_lazy("部分完成"),
    "not_mentioned": gettext_lazy("没有提到"),
    "done": gettext_lazy("完成"),
}
SEQUELS: dict[str, str | Promise] = {
    "number_reached": gettext_lazy("数达到了"),
    "number_about": gettext_lazy("约数，差得不到二十分之一"),
    "number_short": gettext_lazy("数没有达到"),
    "number_nearly": gettext_lazy("只说接近"),
    "number_none": gettext_lazy("数是零"),
    "limit_kept": gettext_lazy("没有超过上限"),
    "limit_broken": gettext_lazy("超过了上限"),
    "rank_reached": gettext_lazy("位次达到了"),
    "rank_missed": gettext_lazy("位次没有达到"),
    "zero_kept": gettext_lazy("保持为零"),
    "zero_broken": gettext_lazy("不是零"),
    "turned": gettext_lazy("升降方向相反"),
    "growth_from_levels": gettext_lazy("增幅由两年的数算出"),
    "turned_by_levels": gettext_lazy("两年的数算出方向相反"),
    "share_said": gettext_lazy("文中说了完成比例"),
    "numbers_some": gettext_lazy("有的数没有提到"),
    "parts_some": gettext_lazy("几件事里有的没有完成"),
    "stage_reached": gettext_lazy("说到了这一步"),
    "stage_short": gettext_lazy("还没有到这一步"),
    "stage_unnamed": gettext_lazy("说做了，没有说到这一步"),
    "done_without_number": gettext_lazy("说完成了，没有写数"),
    "said_done": gettext_lazy("说做了"),
    "said_slow": gettext_lazy("说慢了或不够"),
    "denied": gettext_lazy("说没有做成"),
    "masked": gettext_lazy("说做了，目标的数被遮盖"),
    "no_number": gettext_lazy("提到了，没有可以相比的数"),
    "weak": gettext_lazy("只有相近的话"),
    "nothing": gettext_lazy("没有找到"),
}


def rule_words(rule: str) -> str:
    """The rules that made a reading, joined; a rule without words keeps its name."""
    return _("；").join(str(WORDS.get(part, part)) for part in rule.split("+") if part)


def claim_words(kind: str) -> str:
    """What kind of claim it is."""
    return str(CLAIMS.get(kind, kind))


def check_words(kind: str) -> str:
    """What kind of contradiction it is."""
    return str(CHECKS.get(kind, _("要看")))
