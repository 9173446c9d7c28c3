"""What a figure measures: an indicator's name made from the words around the number.

The words to the left of a number up to the clause's beginning name it (新增充电桩40余个); where they do not, the words to its right
(81家工业企业), the sentence's earlier figure (同比增长10%), or the clause before (完成500亩目标任务) do.
"""

from __future__ import annotations

import re

from zhenwu.reader import subject_words as known
from zhenwu.reader.phrases import CARRIED, PUNCTUATION, STOP, after, core, deal, tidy
from zhenwu.reader.ranks import ranked
from zhenwu.reader.subject_words import acted_on
from zhenwu.reader.tokens import Token


class Namer:
    """Names the figures of one text in order, remembering what the sentence has said."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentence = -1
        self.heading = ""  # title of the lower-level section that is being read
        self._forget()

    def _forget(self) -> None:
        self.previous = ""  # subject of the last level in the sentence
        self.latest_level = ""  # subject of the last count, which a bare rate is the rate of
        self.money = ""  # subject of the last amount of money, which a mean is the mean of
        self.latest = ""  # subject of the last figure of any kind
        self.actor = ""  # what was last counted as 家, 个, 所: the doer of what follows
        self.whole_unit = ""
        self.previous_unit = ""
        self.previous_kind = ""
        self.previous_end = -1
        self.carried = ""
        self.topic = ""
        self.share = ""  # a share that was said of the last level
        self.whole = ""
        self.shared: list[str] = []
        self.dealt: list[str] = []
        self.run: list[str] = []  # subjects of the levels that one list gives
        self.levels: list[str] = []  # subjects of all counts and amounts of the sentence
        self.of_unit: dict[str, str] = {}  # subject of the last count by its unit
        self.thing = ""  # subject of the last count that was no count of people

    def name(
        self, token: Token, sentence: int, clause: int, start: int, following: int, growth: bool
    ) -> tuple[str, str]:
        """Subject and rule. start: where this figure's own words begin; following: where the next figure begins."""
        if sentence != self.sentence:
            self.sentence = sentence
            self._forget()
        left = self.text[start : token.start]
        subject, rule = self._name(token, left, sentence, clause, start, following, growth)
        subject = tidy(subject)
        if self.topic and self.topic not in subject and not growth:
            subject = self.topic + subject
        if rule == "share":
            self.share = subject
        elif not growth or not self.previous:
            self.share = ""
            self.previous, self.previous_unit, self.previous_kind = subject, token.unit, token.kind
            listed = self.previous_end == start and "," not in left
            self.run = [*self.run, subject] if listed else [subject]
            if token.unit not in ("%", "‰", "百分点", "倍"):
                self.levels.append(subject)
                if not rule.startswith("verb"):
                    self.of_unit[token.unit] = subject
            if token.unit not in known.PEOPLE:
                self.thing = subject
        if not growth and token.unit == "元":
            self.money = subject
        if token.unit in known.ACTORS:
            self.actor = subject
        if not growth and token.kind == "count" and token.unit not in ("%", "‰", "百分点", "元", "倍"):
            self.latest_level = subject
        self.latest = subject
        self.previous_end = token.end
        return subject, rule

    def _name(
        self, token: Token, left: str, sentence: int, clause: int, start: int, following: int, growth: bool
    ) -> tuple[str, str]:
        text = self.text
        bare = left.strip(PUNCTUATION)
        joined = self.previous_end == start
        right = text[token.end : following]
        if joined and self.previous and token.kind != "zero" and (not bare or bare in ("和", "及", "与")):
            if self.shared:
                return self.shared.pop(0), "dealt"
            if growth:
                return self.previous, "same"
            named = after(right)
            if left and named:
                return named, "right"
            if self.previous.endswith(("惠及", "受益", "覆盖", "涉及")):
                return self.previous + named, "reach"
            return self.previous, "same"
        if (
            joined
            and self.previous
            and known.CHANGED_TO.match(left)
            and token.kind == "count"
            and "," not in left
        ):
            return self.latest, "same"
        if token.kind == "rank":
            return ranked(left, bare, self.previous), "rank"
        if token.kind == "zero":
            noun = text[token.core + 1 : token.end]
            before = self.previous if self.previous_unit == "年" else ""
            own = core(left) or before.removesuffix("零" + noun)
            return own + noun * (token.unit != "%"), "zero"
        own = self._own(token, left, joined)
        if token.unit == "年":
            claim = core(re.split("[,。]", right)[0].lstrip("的")) if right[:1] not in STOP else ""
            if not claim and not own:
                claim = core(re.split("[,。;]", text[token.end : token.end + 24])[0].lstrip("的"))
            return own + claim.replace("“", "").replace("”", ""), "streak"
        if "分别" in left:
            shared = deal(own) if own else self.dealt or self._told(token)
            if len(shared) > 1:
                self.dealt, self.shared = shared, shared[1:]
                return shared[0], "dealt"
        if self.previous and token.unit == "百分点" and known.BESIDE.match(bare):
            return self.latest, "same"
        if growth:
            return self._growth(own, sentence, clause, token.unit == "百分点")
        if self.previous and token.unit == "%" and bare.endswith("占") and "其中" in left:
            return self.previous + own + "占比", "share"
        if self.previous and (share := known.SHARE_OF.match(bare)):
            part = share["whole"].strip("的比例重为达")
            return self.previous + ("占" + part if len(part) > 1 else "占比"), "share"
        if self.previous and token.unit == "%" and (share := known.DONE_OF.match(bare)):
            return self.previous + share["verb"].replace("为", "占") + share["whole"].rstrip("的"), "share"
        if token.unit == "倍" and (than := known.TIMES_OF.match(bare)) and (named := core(than[1])):
            return named, "left"
        if self.previous and token.unit == "倍":
            return self.previous, "same"
        own = self._part(own, left, token)
        named = after(right)
        if (
            named
            and known.OBJECT_OF.match(bare)
            and (not known.PLACE.search(own) or bare.endswith(known.EVERYWHERE))
        ):
            own = ""
        return self._level(token, own, left, right, sentence, clause)

    def _told(self, token: Token) -> list[str]:
        """The subjects that values after 分别 are dealt out to: those of one list, or as many of the sentence's as there are values."""
        values, at = 1, token.end
        while m := known.MORE_DEALT.match(self.text, at):
            values, at = values + 1, m.end()
        told = list(dict.fromkeys(self.levels))
        if len(told) != values and len(set(self.levels[:values])) == 1:
            told = self.levels  # 132批246人次 is one thing in two measures
        if len(dict.fromkeys(self.run)) == values or len(told) < values:
            return self.run
        return told[:values] if told is self.levels else told[-values:]

    def _own(self, token: Token, left: str, joined: bool) -> str:
        """The name in the figure's own words; what still belongs to the figure before is left out."""
        if joined:
            if left.startswith("的"):
                return core(re.split(r"[及和与、]", left)[-1])
            if left[-1:] in "、和及" and token.start == token.core:
                return ""
        if "(" in left and ")" not in left[left.rindex("(") :]:
            inside = core(left[left.rindex("(") + 1 :])
            if known.OWNED_ONLY.match(inside):
                owner = core(left[: left.rindex("(")])
                return owner[owner.rfind("、") + 1 :] + inside
        made = core(left)
        return "" if made == "争取" else made

    def _growth(self, own: str, sentence: int, clause: int, points: bool) -> tuple[str, str]:
        named = known.CHANGE.split(own)[0] if own else ""
        if not named:
            named = known.CHANGE.sub("", known.AGAINST.sub("", own))
        named = known.AGAINST.split(named)[0].strip(PUNCTUATION) if named else ""
        named = named.removesuffix("增速").removesuffix("由")
        if len(named) >= 2:
            return named, "left"
        if self.previous:
            return (points and self.share) or self.previous, "carried"
        return self._before(sentence, clause), "clause before"

    def _part(self, own: str, left: str, token: Token) -> str:
        """A part of a whole, and a verb that a list shares."""
        carried = CARRIED.match(own)
        if "其中" in left:
            self.whole, self.whole_unit = self.previous, self.previous_unit
        if (self.whole and token.unit == self.whole_unit) or ("其中" in left and own):
            if known.KEPT_END.search(own) or own.endswith(("封顶", "竣工", "投产", "完工", "开工")):
                return own + self.whole[-2:] if self.whole[-2:] not in own else own
            if known.PART_ONLY.fullmatch(own) and not self.carried:
                return own + known.GRADED.sub("", self.whole)
            if not carried and self.carried:
                return self.carried + own
        if carried:
            self.carried = carried[0]
        elif (
            own
            and self.carried
            and token.unit == self.previous_unit
            and not known.KEPT.match(own)
            and left.endswith(own[-2:])
            and not own.startswith(("每", "人均", "户均", "增加", "净增"))
        ):
            words = left.lstrip(PUNCTUATION)
            if words.startswith(own[:2]) or words[:1] in "“":
                return self.carried + own
            self.carried = ""
        elif left[:1] != "、":
            self.carried = ""
        return own

    def _level(
        self, token: Token, own: str, left: str, right: str, sentence: int, clause: int
    ) -> tuple[str, str]:
        bare = left.strip(PUNCTUATION)
        named = after(right)
        if (capacity := known.CAPACITY.search(own)) and (owner := self._owner(capacity, named, right, token)):
            return own[: capacity.start()].rstrip("的") + owner + capacity[0], "owner after"
        if known.PHASE.match(own) and not self.topic:
            self.topic = self._topic(sentence, clause)
        if not own and token.unit == "元" and bare.endswith("投入"):
            own = "投入"
        spent = own in known.SPENT or (known.FUNDS.fullmatch(own) is not None and "投" in left)
        if spent and (m := known.TREATED.match(self.text, token.end, token.end + 40)):
            return m[1] + m[2] + own, "attribute"
        progress = self.previous and known.PROGRESS.search(bare)
        if spent and not progress and (m := known.NEXT.match(self.text, token.end, token.end + 40)):
            return known.COUNTED.sub("", after(m[1])) + own, "attribute"
        if (spent or known.FUNDS.fullmatch(own)) and (m := known.BUILT.match(right)):
            return after(m[1]) + own, "attribute"
        if own in known.TAXES and known.PAID.search(left) and self.thing:
            return known.OWNED_END.sub("", self.thing) + own, "attribute"
        if own and (known.OWNED_ONLY.match(own) or own in known.SPENT or known.CAPABLE.fullmatch(own)):
            if self.previous:
                project = self._project(own, sentence)
                if project:
                    return project + own, "attribute"
                yields = known.YIELDS.search(own) is not None
                base = (self.thing if yields and self.previous_unit in known.PEOPLE else "") or self.previous
                base = known.OWNED_END.sub("", known.MOVED_END.sub("", base))
                return (known.SOWN.sub("", base) if yields else base) + own, "attribute"
            before = self._before(sentence, clause)
            if not before and known.HEADS_PROJECT.search(self.heading):
                return self.heading + own, "heading"
            return before + own, "attribute"
        if own == "吸引" and (m := known.CAME.match(right)):
            return self.previous + m[0], "reach"
        if known.REACHED.match(left):
            verb = next(w for w in ("惠及", "受益", "覆盖", "涉及") if w in left)
            owner = self.previous or self._topic(sentence, clause) or self._before(sentence, clause)
            owner = "" if len(owner) > 16 else known.MONEY_END.sub("", owner)
            own = verb + own.removeprefix(verb) if own else ""
            return owner + (own or verb + named), "reach"
        if self.heading and own.startswith(known.THIS):
            rest = own[next(len(w) for w in known.THIS if own.startswith(w)) :]
            return self.heading + rest.removeprefix("项目"), "heading"
        if own == "就业" and known.BRINGS.search(bare):
            return (self.actor or known.OWNED_END.sub("", self.previous)) + "带动就业", "job"
        if own in known.MEANS and own.endswith("增收") and self.previous_unit in known.PEOPLE:
            return self.previous + own, "head"
        if own in known.DAILY and self.previous:
            return self.previous + own, "head"
        if own in known.MEANS and self.money:
            return own + known.MEANT.sub("", self.money), "head"
        if named and (known.RANKS.search(bare) or (token.value and own.count("、") == token.value - 1 > 0)):
            return named, "right"  # 石桥、柳湾2个村: the names are those that are counted
        if own and own not in known.GENERIC and own not in known.BARE_HEADS:
            if own in known.MOVES:
                return (self._before(sentence, clause) or self.previous) + own + named, "moved"
            if self.latest_level and token.unit in ("%", "‰") and known.RATE_ONLY.fullmatch(own):
                done = acted_on(self.latest_level).removesuffix(own[:-1])
                if known.INSURED.search(done):
                    return known.INSURED.sub("", done) + own, "rate of"
                return done[-(len(own) * 3 // 2) :].lstrip("0123456789") + own, "rate of"
            if known.AMOUNT_OVER.search(bare) and (counted := self.of_unit.get(token.unit)):
                return own + "以上的" + counted, "left"
            if own in known.OVER_OR_SHORT and (base := self._base(sentence, clause)):
                return base + own.removesuffix("约"), "attribute"
            return self._left(token, own, bare, named, left[:1] == "、")
        if token.unit in ("人", "名", "户") and known.BRINGS.search(bare) and known.JOB.match(right):
            return (self.actor or self.previous) + "带动就业", "job"
        if token.unit == "个" and (m := known.VILLAGES.match(named)):
            return m[0], "right"
        if token.unit == "个" and known.AMONG.search(bare) and (towns := known.TOWNS.match(right)):
            return towns[0], "right"
        if named and named not in known.GENERIC:
            if known.OBJECT_OF.match(bare) and (
                m := re.match(r"[^,。;]*?(?:开展|进行|实施)了?([^,。;、]{2,12})", right)
            ):
                return named + m[1], "object"
            return (own + named if own and own not in named else named), "right"
        before = self._before(sentence, clause)
        if before and before == self.previous and known.TOTAL.search(bare):
            before = CARRIED.sub("", before, count=1) or before  # 新增6家,累计达到151家
        if own in known.BARE_HEADS:
            if took := known.TOOK_PART.search(bare):
                return took[0] + own, "head"
            return (before[-4:] if before.endswith(("领域", "方面", "行业")) else "") + own, "head"
        if not (before or self.previous or own) and (
            said := core(re.split("[,。;、]", right)[0].lstrip("的"))
        ):
            return said, "right"
        return before or self.previous or own, "clause before"

    def _project(self, own: str, sentence: int) -> str:
        """The project that the sentence begins with, where an amount or size is said after other numbers than its own."""
        if not known.OF_PROJECT.search(own) or known.PROJECT_IN.search(self.previous):
            return ""
        m = known.PROJECT.match(self.text, sentence)
        return core(m[1]) if m else ""

    def _left(self, token: Token, own: str, bare: str, named: str, listed: bool) -> tuple[str, str]:
        if named and known.PLACE.search(own) and own not in named and not known.OWNED_ONLY.match(named):
            return own + named, "place"
        if named and "、" in bare and named[-2:] in ("企业", "项目", "公司", "单位"):
            return named, "apposition"
        if named and (known.KEPT_END.search(own) or CARRIED.fullmatch(own)):
            return own + named, "verb"
        if named and len(own) <= 4 and known.VERB_ONLY.match(own):
            return named, "right"
        if own.endswith("等") and named:
            return own + named, "right"
        told = self.of_unit.get(token.unit, "")
        if told and own in known.REST:
            return told, "same"
        if len(own) <= 2 and self.previous and not listed and known.KEPT_END.search(own):
            return (told or self.previous) + own, "verb alone"
        if told and not listed:
            if token.unit == self.previous_unit and known.VERBS_ONLY.fullmatch(own):
                return CARRIED.sub("", self.previous, count=1) + own, "verb alone"
            if token.unit not in known.OCCASIONS and token.unit != "元" and known.DONE_ALONE.fullmatch(own):
                return acted_on(told) + own, "verb alone"
        if self.previous and token.unit == self.previous_unit and known.GRADE.fullmatch(own):
            return own + known.GRADED.sub("", self.previous), "head"
        return own, "left"

    def _owner(self, capacity: re.Match[str], named: str, right: str, token: Token) -> str:
        """What a capacity belongs to when it is said after the number."""
        if right[:1] == "的" or (named and capacity.start() <= 2):
            if m := known.BUILT.match(right):
                return re.split(r"\d", m[1])[0]
            return named or after(right.lstrip("的"))
        if right[:1] == "、" and (m := known.LISTED_OWNER.match(self.text, token.end, token.end + 60)):
            return after(m[1])
        if capacity.start() == 0 and (m := known.BUILT_ALL.match(self.text, token.end, token.end + 40)):
            return m[1] or m[2]
        return ""

    def _before(self, sentence: int, clause: int) -> str:
        """The name in the clause before this one, within the sentence; a figure in it has already named it."""
        end, text = clause, self.text
        for _ in range(3):
            if end - 1 <= sentence:
                return ""
            begin = (
                max(text.rfind(",", sentence, end - 1), text.rfind(";", sentence, end - 1), sentence - 1) + 1
            )
            if begin < self.previous_end and self.previous:
                return self.previous
            found = core(text[begin : end - 1])
            if self.heading and text.startswith(known.THIS, begin):
                return self.heading
            if 2 <= len(found) <= 30:
                return found
            end = begin
        return ""

    def _base(self, sentence: int, clause: int) -> str:
        """What the clause before, or the figure before, speaks of, without what was done to it."""
        base = self._before(sentence, clause) or self.previous
        return re.sub(r"(?:完工|竣工|开工|建成|投产|入库|入统|签约|征收)$", "", base)

    def _topic(self, sentence: int, clause: int) -> str:
        """The named project that the clauses before speak of."""
        end = clause
        while end - 1 > sentence:
            begin = max(self.text.rfind(",", sentence, end - 1), sentence - 1) + 1
            words = self.text[begin : end - 1]
            if m := known.TOPIC.search(core(words) or words):
                name = m[1]
                return name if len(name) <= 12 or "、" not in name else name[name.rindex("、") + 1 :]
            end = begin
        return ""
