"""Clauses that undertake nothing: what only thinks, likens, tells, announces, or says more of the act before it."""

from __future__ import annotations

import re

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import first_of, one_of, sought

_LEX = lexicon()
GUIDING = re.compile(sought(first_of(_LEX.guiding), one_of(_LEX.guiding)))
#: 坚持…不动摇, 统筹发展和安全, 像保护眼睛一样…: how things are to be thought of.
THOUGHT = re.compile(
    r"^(?:[还更也]?要)?(?:始终|继续|毫不动摇|坚定不移|坚持不懈|一以贯之|要|地|将){0,3}(?:坚持(?!跟踪|过|每|按|定期|常态|“过|把有限)[^,]{0,24}(?:不动摇|不松劲|不放松|不懈怠|不停步|不变|领导|优先发展|优先|统一|相结合|为本|至上|第一|底线|原则|方向|道路|导向|地位)$"
    r"|统筹(?:好)?(?:高质量)?发展(?:和|与)(?:高水平)?安全|像[^,]{2,12}一样|[念唱做打走下画](?:好|足|活|响|实)“[^”]{1,6}”?(?:字|大)?(?:经|戏|文章|牌|棋|路|卷)”?(?:、[念唱做打走下画](?:好|足|活|响|实)“[^”]{1,6}”?(?:字|大)?(?:经|戏|文章|牌|棋|路|卷)”?){0,2}$|牢记|牢牢把握|坚决?不能|决不能|绝不能|绝不允许)"
)
THINKS = frozenset("坚始继毫一要还更也统像牢决绝将念唱做打走下画")
#: 突出创新驱动: what the acts after it are about.
ABOUT = re.compile("突出(?!抓|做|加|推|强化|整治|解决|打造|发展|培育|治理|落实)[\u4e00-\u9fff]{2,8}$")
#: What something is, has or is said to be, and what follows of itself: no acts.
DESCRIBED = re.compile(
    r"^(?:的|牢记|时刻|方便|便利|倍加|[是有为让使以在从就都更还也这那其它他我们但而因若虽各位不向将把对]|能够|可以|应该|同志|唯有|方能|总体|当前|社会|人民|经济|群众生活|未来|历史|一个|一件|一切)"
    r"|没有|更加|越来越|意义|之年|之路|面前|时代|人生|梦想|奋斗|的时候|之中|团结|精神|[是为]$|依然|仍然"
    rf"|(?:{one_of(_LEX.doing['admit'])})$"
    r"|(?<=..)(?:日益|不断|持续|稳步|进一步|显著|明显|全面|逐步|有效)[\u4e00-\u9fff]{2}$"
)
#: Small words of telling and comparing (饭碗才端得稳, 越是困难的家庭越要有人帮), which an act to be asked about does without.
TOLD = re.compile(
    r"(?<!人)才(?!艺|智)|[\u4e00-\u9fff]则[\u4e00-\u9fff]{1,4}$|是最|的事$|老路|绘到底|接着干|就(?!业|近|地|医|学|诊|餐)|还(?!款|田|林|草|湿|绿|建|本|贷)|都(?!市)|也|没(?!收)|越(?!野)|更(?!新|换|名|替)"
    r"|(?<![取获所])得(?!力|当|到)|着(?!力|眼|手|重|陆|装)|有人|的人|自身|不过|看在眼里|记在心里|铺天盖地"
)
#: What only announces the acts after it (重点抓好以下几项工作, 奋斗目标为).
ANNOUNCES = re.compile(
    sought(
        "以下如几一二三四五六七八九十目任思要重",
        r"(?:以下|下列|如下)[^,]{0,8}$|[几一二三四五六七八九十]个方面(?:(?:的)?工作)?$|[一二三四五六七八九十]件(?:大|实)?事$|(?:目标|任务|思路|要求|重点)(?:是|为)$",
    )
)
#: What a condition has behind it (抓项目，就要一个一个地谈).
SO = ("就要", "就是", "就得", "就会", "才能", "才会")
#: What only says more of the act before it (惠及6800人, 占比76%, 净增390元).
ADDS = re.compile(
    r"(?:其中)?(?:惠及|受益|可?带动|占比|占|里程|总里程|全长|总?投资|概算|预算|占地|建筑面积|净增|创收|增收|(?:同比|分别|均)?增长)[^,]{0,10}$|(?:预计可?|可)吸纳[^,]{0,14}$"
)
#: 紧紧抓住…的机遇, 紧扣…主题: the occasion of the acts that follow.
CHANCE = re.compile(
    "(?:抓住|抢抓|把握|用好|借助)[^,]{0,30}机遇(?:期)?$|(?:抓住|抢抓|把握)[^,]{2,30}机遇|围绕|紧扣|锚定|聚焦"
)
#: 齐抓共管, 上下联动、同向发力: phrases of four characters tell no act by themselves.
FOURS = re.compile(r"[\u4e00-\u9fff]{4}(?:[、 ][\u4e00-\u9fff]{4}){0,3}")
