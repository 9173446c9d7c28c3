"""What a figure measures: an indicator's name made from the words around the number.

The words to the left of a number up to the clause's beginning name it (新增便民停车位100余个); where they do not, the words to its right
(81家工业企业), the sentence's earlier figure (同比增长10%), or the clause before (完成500亩目标任务) do.
"""

from __future__ import annotations

import re

from zhenwu.lexicon import lexicon
from zhenwu.reader.scan import Token, one_of

_LEX = lexicon()
_STOP = frozenset(",。;:!?\n")
_PUNCTUATION = " \t“”‘’\"'、,;:。()《》·-—!?\n"
_DATE = (
    r"(?:(?:19|20)\d\d年(?:度)?(?:\d{1,2}(?:[-—~至到]\d{1,2})?月(?:份)?)?"
    r"|\d{1,2}(?:[-—~至到]\d{1,2})?月(?:份)?(?:\d{1,2}日)?"
    r"|上半年|下半年|前三季度|[一二三四]季度|过去五年|五年来|三年来|五年间)"
)
_TOWN = r"(?:[\u4e00-\u9fff]{1,4}镇(?=(?:共|累计|预计|全年|完成|实现|已))|[我本全](?:镇|乡|县|区|市|街道))"
_LEAD = re.compile(
    rf"(?:[{re.escape(_PUNCTUATION)}]|\(略\)|[一二三四五六七八九十]是|\d{{1,2}}[.](?!\d)|{_DATE}|{_TOWN}|{one_of(_LEX.leading)}(?![率度额]))+"
)
_DROP = re.compile(rf"(?:{one_of(_LEX.dropped)})(?![率度额量])(?:了|好)?")
_TRAIL = re.compile(rf"(?:{one_of(_LEX.trailing)})+$")
_CARRIED = re.compile(one_of(_LEX.carried))
_INNER = re.compile(one_of(_LEX.inner))
_ENDING = re.compile(one_of(_LEX.ending))
_KEPT = re.compile(rf"(?:{one_of(_LEX.kept)})$")
_CAPACITY = re.compile(rf"(?:{one_of(_LEX.capacities)})$")
_CHANGE = re.compile(one_of([*_LEX.change["up"], *_LEX.change["down"]]))
_AGAINST = re.compile(one_of(_LEX.change["against"]))
_OWNED = frozenset(w for i in _LEX.indicators if i.attribute for w in (i.name, *i.aliases))
_OWNED_END = re.compile(rf"^(?:年|总|累计|预计|完成|计划)*(?:{one_of(tuple(_OWNED))})$")
_GENERIC = frozenset(_LEX.generic)
_BARE_HEADS = frozenset(("项目", "企业", "活动", "工程", "资金", "人员", "群众", "问题", "事项"))
_PLACE = re.compile(r"(?:村|社区|镇|乡|区|县|市|园|公司|组|片|地|中心|一期|二期|三期)$")
_RANK_VERB = re.compile(
    r"(?:位居|位列|排名|名列|排在|跃居|跃升至|升至|进入|跻身|荣获|获得|取得|夺得|获|列|居|排)"
)
_TOPIC = re.compile(
    r"(?:加快|推进|推动|实施|开展|建设|完成|谋划|积极|持续|不断|全力|有序|落地)*([^,。;]{4,24}?(?:园|项目|工程|小区|基地|中心|广场|厂|路|公园|改造|整治))(?:的?建设|项目建设)?$"
)
_OBJECT_OF = re.compile(r"^(?:对|为|给|向|由[^对]{0,16}对)")
_JOB = re.compile(r"(?:实现|稳定|就近|就地)*[“\"]?[^,。]{0,6}[”\"]?就业")
_PHASE = re.compile(r"^[一二三四](?:期|标段)")


def core(left: str) -> str:
    """The name in the words before a number, without words of time, place, doing and saying.

    >>> core("2025年,我镇共完成固定资产投资达"), core("组织开展消防演练"), core("全年新增便民停车位")
    ('固定资产投资', '消防演练', '新增便民停车位')
    """
    cut = left.rfind("(略)、")
    if cut != -1:
        left = left[cut + 4 :]
    left = left.replace("(略)", "")
    start = 0
    if "(" in left and ")" not in left:
        left = left[left.rindex("(") + 1 :]
    while True:
        before = start
        if m := _LEAD.match(left, start):
            start = m.end()
        if not _CARRIED.match(left, start) and (m := _DROP.match(left, start)) and m.end() < len(left):
            start = m.end()
        if start == before:
            break
    if start >= len(left):
        return ""
    made = left[start:].rstrip(_PUNCTUATION)
    for _ in range(3):
        shorter = _TRAIL.sub("", made).rstrip(_PUNCTUATION)
        if shorter == made:
            break
        made = shorter
    return made


def tidy(name: str) -> str:
    """A name ready to print: inner verbs gone, a long list shortened to what it is a list of."""
    if len(name) > 4 and (m := _INNER.search(name, 2)) and m.end() < len(name) - 1:
        name = name[: m.start()].rstrip("共已") + name[m.end() :]
    cut = name.rfind("等")
    if cut != -1:
        tail = name[cut + 1 :].lstrip("各类项个种")
        if len(tail) >= 5 or (len(name) > 26 and len(tail) >= 2):
            name = tail
    if len(name) > 30 and "的" in name[:-2]:
        name = name[name.rindex("的") + 1 :]
    if len(name) > 34 and "、" in name:
        name = name[name.rindex("、") + 1 :]
    return name.strip(_PUNCTUATION).replace("�", "").replace("“", "“")


def after(right: str) -> str:
    """The noun phrase that follows a number, cut where its clause goes on.

    >>> after("工业企业挖潜增效"), after("的宏德广场商业综合体已完成主体建设"), after(",其中")
    ('工业企业', '宏德广场商业综合体', '')
    """
    if not right or right[0] in _STOP or right[0] in "、)":
        return ""
    stop = next((i for i, c in enumerate(right) if c in _STOP or (c == "、" and i > 1)), len(right))
    phrase = right[:stop].lstrip('的“"')
    if (m := _ENDING.match(phrase)) and m.end() and not phrase.startswith(("建设用", "等级", "扩")):
        return ""
    if (m := _ENDING.search(phrase, 2)) is not None:
        phrase = phrase[: m.start()]
    return phrase.strip(_PUNCTUATION)


class Namer:
    """Names the figures of one text in order, remembering what the sentence has said."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentence = -1
        self.previous = ""  # subject of the last level in the sentence
        self.previous_unit = ""
        self.previous_end = -1
        self.carried = ""
        self.topic = ""
        self.whole = ""
        self.shared: list[str] = []

    def name(
        self, token: Token, sentence: int, clause: int, start: int, following: int, growth: bool
    ) -> tuple[str, str]:
        """Subject and rule. start: where this figure's own words begin; following: where the next figure begins."""
        text = self.text
        if sentence != self.sentence:
            self.sentence, self.previous, self.carried, self.topic, self.whole = sentence, "", "", "", ""
            self.previous_unit, self.previous_end, self.shared = "", -1, []
        left = text[start : token.start]
        subject, rule = self._name(token, left, sentence, clause, start, following, growth)
        subject = tidy(subject)
        if self.topic and self.topic not in subject and not growth:
            subject = self.topic + subject
        if not growth or not self.previous:
            self.previous, self.previous_unit = subject, token.unit
        self.previous_end = token.end
        return subject, rule

    def _name(
        self, token: Token, left: str, sentence: int, clause: int, start: int, following: int, growth: bool
    ) -> tuple[str, str]:
        text = self.text
        bare = left.strip(_PUNCTUATION)
        joined = self.previous_end == start
        if joined and bare in ("", "和", "及", "与"):
            if self.shared:
                return self.shared.pop(0), "dealt"
            if self.previous:
                if growth and token.unit == self.previous_unit == "%":
                    return self.previous, "same"
                named = after(text[token.end : following])
                return (named or self.previous), "right" if named else "same"
        if token.kind == "rank":
            return self._rank(left, bare), "rank"
        if token.kind == "zero":
            noun = text[token.core + 1 : token.end]
            own = core(left)
            return (own or self.previous.removesuffix("零" + noun)) + noun, "zero"
        right = text[token.end : following]
        own = core(left.lstrip("的") if joined else left)
        if joined and left.startswith("的"):
            own = core(re.split(r"[及和与、]", left)[-1])
        if token.unit == "年":
            claim = core(right.split(",")[0].split("。")[0].lstrip("的")) if right[:1] not in _STOP else ""
            return own + claim.replace("“", "").replace("”", ""), "streak"
        if "分别" in left and own:
            shared = deal(own)
            if len(shared) > 1:
                self.shared = shared[1:]
                return shared[0], "dealt"
        if growth:
            return self._growth(own, sentence, clause, left)
        own = self._part(own, left, token)
        if _OBJECT_OF.match(bare) and not _PLACE.search(own):
            own = ""
        return self._level(token, own, bare, right, sentence, clause)

    def _growth(self, own: str, sentence: int, clause: int, left: str) -> tuple[str, str]:
        named = _CHANGE.split(own)[0] if own else ""
        if not named:
            named = _CHANGE.sub("", _AGAINST.sub("", own))
        named = _AGAINST.split(named)[0].strip(_PUNCTUATION) if named else ""
        if len(named) >= 2:
            return named, "left"
        if self.previous:
            return self.previous, "carried"
        return self._before(sentence, clause), "clause before"

    def _part(self, own: str, left: str, token: Token) -> str:
        """A part of a whole, and a verb that a list shares."""
        carried = _CARRIED.match(own)
        if "其中" in left:
            self.whole = self.previous
        if (self.whole and token.unit == self.previous_unit) or ("其中" in left and own):
            if _KEPT.search(own) or own.endswith(("封顶", "竣工", "投产", "完工", "开工")):
                return own + self.whole[-2:] if self.whole[-2:] not in own else own
            if not carried and self.carried:
                return self.carried + own
        if carried:
            self.carried = carried[0]
        elif (
            own
            and self.carried
            and token.unit == self.previous_unit
            and not _DROP.match(left.lstrip(_PUNCTUATION))
        ):
            return self.carried + own
        elif left[:1] != "、":
            self.carried = ""
        return own

    def _level(
        self, token: Token, own: str, bare: str, right: str, sentence: int, clause: int
    ) -> tuple[str, str]:
        capacity = _CAPACITY.search(own)
        named = after(right)
        if (capacity and right[:1] == "的") or (capacity and named and capacity.start() <= 2):
            owner = named or after(right.lstrip("的"))
            if owner:
                return own[: capacity.start()].rstrip("的") + owner + capacity[0], "owner after"
        if (
            capacity
            and capacity.start() == 0
            and (
                m := re.match(
                    r"(?:进行|用于|实施|开展|建设|对|新建|改造|打造|建成)了?([^,。;、]{2,20})", right
                )
            )
        ):
            return m[1] + own, "owner after"
        if _PHASE.match(own) and not self.topic:
            self.topic = self._topic(sentence, clause)
        if own and _OWNED_END.match(own):
            if self.previous:
                return self.previous + own, "attribute"
            return self._before(sentence, clause) + own, "attribute"
        if own and own not in _GENERIC and own not in _BARE_HEADS:
            if (
                named
                and (_PLACE.search(own) and own not in named)
                and not re.match(r"金额|总投资|面积", named)
            ):
                return own + named, "place"
            if named and "、" in bare and named[-2:] in ("企业", "项目", "公司", "村", "单位"):
                return named, "apposition"
            if len(own) <= 2 and self.previous and _KEPT.search(own):
                return self.previous + own, "verb alone"
            return own, "left"
        if named and named not in _GENERIC:
            if _OBJECT_OF.match(bare) and (
                m := re.match(r"[^,。;]*?(?:开展|进行|实施)了?([^,。;、]{2,12})", right)
            ):
                return named + m[1], "object"
            if token.unit in ("人", "名", "户") and (m := _JOB.match(right)):
                return self.previous + "带动就业", "job"
            if own and own not in named:
                return own + named, "right"
            return named, "right"
        if token.unit in ("人", "名", "户") and _JOB.match(right):
            return self.previous + "带动就业", "job"
        if bare.endswith(("惠及", "受益", "覆盖", "涉及")):
            verb = bare[-2:]
            return self._topic(sentence, clause) + verb + named, "reach"
        before = self._before(sentence, clause)
        if own in _BARE_HEADS:
            return (before[-4:] if before.endswith(("领域", "方面", "行业")) else "") + own, "head"
        return before or self.previous or own, "clause before"

    def _rank(self, left: str, bare: str) -> str:
        parts = _RANK_VERB.split(bare)
        behind = re.sub(rf"前\d+强|{_DATE}", "", parts[-1]) if len(parts) > 1 else ""
        if len(behind.strip(_PUNCTUATION)) >= 4:
            return core(behind) + "排名"
        if left[:1] == "(" and self.previous:
            return self.previous.removesuffix("排名") + core(left) + "排名"
        ahead = core(parts[0] if len(parts) > 1 else bare).removesuffix("中")
        if not ahead and self.previous:
            ahead = self.previous
        return ahead + behind.strip(_PUNCTUATION) + "排名"

    def _before(self, sentence: int, clause: int) -> str:
        """The name in the clause before this one, within the sentence."""
        end = clause
        for _ in range(3):
            if end - 1 <= sentence:
                return ""
            begin = (
                max(
                    self.text.rfind(",", sentence, end - 1),
                    self.text.rfind(";", sentence, end - 1),
                    sentence - 1,
                )
                + 1
            )
            found = core(self.text[begin : end - 1])
            if 2 <= len(found) <= 30:
                return found
            end = begin
        return ""

    def _topic(self, sentence: int, clause: int) -> str:
        """The named project that the clauses before speak of."""
        end = clause
        while end - 1 > sentence:
            begin = max(self.text.rfind(",", sentence, end - 1), sentence - 1) + 1
            m = _TOPIC.search(core(self.text[begin : end - 1]) or self.text[begin : end - 1])
            if m:
                name = m[1]
                return name if len(name) <= 12 or "、" not in name else name[name.rindex("、") + 1 :]
            end = begin
        return ""


def deal(own: str) -> list[str]:
    """The several names that one list of values is dealt out to.

    >>> deal("城镇、农村居民人均可支配收入"), deal("财政收入、固定资产投资")
    (['城镇居民人均可支配收入', '农村居民人均可支配收入'], ['财政收入', '固定资产投资'])
    """
    items = [i for i in re.split(r"[、和与及]", own) if i]
    if len(items) < 2:
        return items
    last = items[-1]
    return [i + last[len(i) :] if len(i) <= 3 and len(last) > len(i) + 3 else i for i in items]
