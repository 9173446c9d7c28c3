"""Noun phrases around a number: the name left of it, the name right of it, without the words of doing and saying."""

from __future__ import annotations

import re

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import first_of, one_of

_LEX = lexicon()
STOP = frozenset(",。;:!?\n")
PUNCTUATION = " \t“”‘’\"'、,;:。()《》·-—!?\n"
DATE = (
    r"(?:(?:到)?(?:(?:19|20)[\dxX*×]{2}|[xX*×]{2,4})年(?:度|底前?|末前?)?(?:\d{1,2}(?:[-—~至到]\d{1,2})?月(?:份)?)?"
    r"|\d{1,2}(?:[-—~至到]\d{1,2})?月(?:份|底|末|初|[上中下]旬)?(?:\d{1,2}日)?(?:之前|以前|前)?"
    r"|(?:年[底末]|[春秋冬][季]?|汛期|雨季|春节|元旦|国庆|五一|中秋|春耕|秋收|入冬|开学)(?:到来)?(?:之前|以前|前)"
    r"|[一二三五\d]年内|截[至止](?:到)?(?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:份|底|末|\d{1,2}日)?|目前|今|年底|年末)"
    r"|“?[一二三四五十]{3}”?(?:以来|期间|时期)|上半年|下半年|前三季度|[一二三四]季度[末底]?(?:之前|以前|前)?|过去五年|五年来|三年来|五年间)"
)
#: What a date may begin with.
_DATE_FIRST = "到12xX*×0123456789年春秋冬汛雨元国五中入开一二三截“上下前四过十"
_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff])(?<![较比在于自从至到由])(?:19|20)\d\d年(?!度|底|末)(?![的来间])")
_TOWN = r"(?:[\u4e00-\u9fff]{1,4}镇(?=共|累计|预计|全年|完成|实现|已|荣获|获|连续|坚持|现有)|[我本全](?:镇|乡|县|区|市|街道))"
CARRIED = re.compile(one_of(_LEX.carried))
_NOT_WORD = "(?![率度额量])"
#: Everything that may stand before a name without belonging to it, taken in one go from the left.
_STRIPPED = (
    rf"(?:(?!{one_of(_LEX.protected)})(?:[{re.escape(PUNCTUATION)}]|[一二三四五六七八九十]{{1,3}}[)]|[一二三四五六七八九十]是|\d{{1,2}}[.](?!\d)|{DATE}|{_TOWN}"
    rf"|{one_of(_LEX.leading)}{_NOT_WORD}|(?!{one_of(_LEX.carried)}){one_of(_LEX.dropped)}{_NOT_WORD}了?))"
)
_STRIP = re.compile(f"{_STRIPPED}*")
#: The same for words that name no town, where most other words are passed over by their first character.
_STRIP_PLAIN = re.compile(
    f"(?:(?=[{first_of((*_LEX.leading, *_LEX.dropped), PUNCTUATION + _DATE_FIRST + '一二三四五六七八九十0123456789我本全')}]){_STRIPPED})*"
)
_TRAIL = re.compile(
    rf"(?:由{DATE}的?|由[\u4e00-\u9fff]{{2,4}}(?:前|时|初|末|期)的?|{one_of(_LEX.trailing)}|(?<![行作成])为|(?<![人户亩年村日月])均|(?<![国公共私])有|(?<!公)共|(?<![签节预合履])约){{1,8}}+$"
)
#: The longest run of them that is looked for.
_TRAILED = 64
#: What such words end with; dates after 由 may end with anything.
_TRAIL_ENDS = frozenset("为均有共约的前时初末期" + "".join(word[-1] for word in _LEX.trailing))
_INNER = re.compile(rf"(?:{one_of(_LEX.inner)})(?!部|委|生活|者|率|度)")
#: Single characters end a phrase only where they are no part of a word (规模以上企业, 智能设备, 国有资产).
_ENDING = re.compile(
    rf"{one_of([w for w in _LEX.ending if len(w) > 1])}"
    r"|以(?![上下内外奖工案及])|(?<![国公私所共现拥具])有(?![限机色线轨效])|(?<![智功节产性动热电职技可储])能(?![源人手力耗量])"
    r"|(?<![行作成认])为|(?<![存潜])在(?![建谈外校册编职岗线])|可(?![再支回持])|不(?![锈便])|(?<=[户家])发展|未(?!成)|等(?!级)|[将把让使是均随因按正]"
    r"|(?<![参])与|对(?![象外口])|向(?!日)|从(?!业)|于|由|再(?!生)|更(?!新)|(?<!公)共(?![产同享青])|已|被|获|到(?=[村岗企乡基])"
)

#: The words before a number that may name it; a run without any mark is not looked at from its beginning for each of its numbers.
LONGEST = 160
_ALIAS = re.compile(r"\([A-Za-z]{2,6}\)$")
#: Nouns of one character that are counted by themselves (四个村获评…).
_SHORT = frozenset("村镇乡县区户")
_MEASURE = re.compile(r"(?<=..)(?:(?:养殖|种植|建筑|占地|播种)?面积|总投资|年?总?产值|总?产量)$")


def core(left: str) -> str:
    """The name in the words before a number, without words of time, place, doing and saying.

    >>> core("2025年,我镇共完成固定资产投资达"), core("组织开展消防演练"), core("全年新增便民停车位")
    ('固定资产投资', '消防演练', '新增便民停车位')
    """
    left = left[-LONGEST:]
    if "年" in left:
        for said in _WITHIN.finditer(left):
            if said.start() and left[said.end() :]:
                left = left[
                    said.end() :
                ]  # 攻坚战2025年高标准完成: what stands before the date is another phrase
                break
    if "(" in left:
        cut = left.rfind("(略)、")
        if cut != -1:
            left = left[cut + 4 :]
        left = left.replace("(略)", "")
        if "(" in left and ")" not in left:
            left = left[left.rindex("(") + 1 :]
    m = (_STRIP if "镇" in left else _STRIP_PLAIN).match(left)
    made = (left[m.end() :] if m else left).rstrip(PUNCTUATION)
    if (m := _ALIAS.search(left)) is not None and made.endswith(m[0][:-1]):
        made = made[: -len(m[0]) + 1]  # 地区生产总值(GDP) is named before the bracket
    for _ in range(3):
        if made[-1:] not in _TRAIL_ENDS and "由" not in made:
            break
        shorter = made[:-_TRAILED] + _TRAIL.sub("", made[-_TRAILED:]).rstrip(PUNCTUATION)
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
    name = name.strip(" \t、,;:。()·-—!?\n").replace("\ufffd", "")
    if name.count('"') % 2:
        name = name.replace('"', "")
    if name.count("“") != name.count("”"):
        name = name.replace("“", "").replace("”", "")
    return name


def after(right: str) -> str:
    """The noun phrase that follows a number, cut where its clause goes on.

    >>> after("农机企业扩大生产"), after("的云岭商贸综合体已完成主体建设"), after(",其中")
    ('农机企业', '云岭商贸综合体', '')
    """
    if not right or right[0] in STOP or right[0] in "、()和及与":
        return ""
    stop = next((i for i, c in enumerate(right) if c in STOP or (c == "、" and i > 1)), len(right))
    phrase = right[:stop].lstrip('的“"').removeprefix("用于")
    if (m := _ENDING.match(phrase)) and m.end() and not phrase.startswith(("建设用", "等级", "扩")):
        return ""
    if (m := _ENDING.search(phrase, 1 if phrase[:1] in _SHORT else 2)) is not None:
        phrase = phrase[: m.start()]
    return _MEASURE.sub("", phrase.strip(PUNCTUATION)).removesuffix("中").replace("户户", "户")


def deal(own: str) -> list[str]:
    """The several names that one list of values is dealt out to.

    >>> deal("城镇、农村居民人均可支配收入"), deal("财政收入、固定资产投资")
    (['城镇居民人均可支配收入', '农村居民人均可支配收入'], ['财政收入', '固定资产投资'])
    """
    items = [i for i in re.split(r"[、和与及]", own) if i]
    if len(items) < 2:
        return items
    last = items[-1]
    shared = last.find(items[0][-1], 1, 5) + 1
    if shared and len(last) > shared + 1 and all(i[-1] == items[0][-1] and len(i) <= 4 for i in items[:-1]):
        return [*(i + last[shared:] for i in items[:-1]), last]  # 工业、农业、服务业增加值
    return [i + last[len(i) :] if len(i) <= 3 and len(last) > len(i) + 3 else i for i in items]
