"""The words by which a number's words are told apart: what only owns, reaches, moves, grades or resolves something."""

from __future__ import annotations

import re

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import one_of

_LEX = lexicon()
KEPT_END = re.compile(rf"(?:{one_of(_LEX.kept)})$")
KEPT = re.compile(one_of(_LEX.kept))
VERB_ONLY = re.compile(rf".{{0,2}}(?:{one_of(_LEX.doing['task'])})$")
SPENT = frozenset(("投入", "投资", "计划投资", "累计投资", "共投资"))
#: What is more or less than it should be, of what was said before (预算收入402万元，超收17万元).
OVER_OR_SHORT = frozenset(("超收", "短收", "超支", "节支", "结余", "缺口", "缺口约", "在建", "在谈", "库存"))
#: 12个村中，集体收入5万元以上的已有9个: of the villages.
AMOUNT_OVER = re.compile(r"\d[^,。;]{0,3}元以上的?(?:已|仅|只)?(?:有|达到?|占)?$")
CAPACITY = re.compile(rf"(?:{one_of(_LEX.capacities)})$")
CHANGE = re.compile(rf"(?:{one_of([*_LEX.change['up'], *_LEX.change['down']])})(?!值)")
AGAINST = re.compile(rf"(?<!占)(?:{one_of(_LEX.change['against'])})(?![重例])")
OWNED = "|".join(
    sorted(
        (re.escape(w) for i in _LEX.indicators if i.attribute for w in (i.name, *i.aliases)),
        key=len,
        reverse=True,
    )
)
OWNED_ONLY = re.compile(rf"^(?:年|总|累计|预计|完成|计划|协议|合同)*(?:{OWNED})$")
OWNED_END = re.compile(rf"(?:{OWNED})$")
GENERIC = frozenset(_LEX.generic)
#: 该项目 in a text under a heading is what the heading names.
THIS = ("该项目", "该工程", "本项目", "该")
BARE_HEADS = frozenset(("项目", "企业", "活动", "工程", "资金", "人员", "群众", "问题", "事项"))
ACTORS = frozenset(("家", "个", "所", "座", "处", "名"))
EVERYWHERE = ("全镇", "全乡", "全县", "全区", "全市", "辖区")
PLACE = re.compile(
    r"(?:[域境区围]内|周边|附近|沿线|当地|村|社区|镇|乡|区|县|市|园|公司|组|片|地|中心|[一二三]期)$"
)
RANKED = re.compile(
    r"^(.*)(位居|位列|排名|名列|排在|跃居|跃升至|(?:上|提)升至|前进到|前移[到至]|(?<![跃上提])升至|进入|跻身|入围|保持在|稳居|荣获|获得|取得|夺得"
    r"|(?<![位跃])居(?!民|家|住)|(?<![位名系])列(?!入)|(?<!安)排(?!查|水|放|名|在))(.*)$",
    re.S,
)
TOPIC = re.compile(
    r"([^,。;]{4,24}?(?:园|项目|工程|小区|基地|中心|广场|厂|路|公园|改造|整治))(?:的?建设|项目建设)?$"
)
OBJECT_OF = re.compile(r"^(?:对|为|给(?!予)|由[^对]{0,16}对)")
JOB = re.compile(r"(?:实现|稳定|就近|就地)*[“\"]?[^,。]{0,6}[”\"]?就业")
BRINGS = re.compile("带动|吸纳|安置|辐射|提供|解决")
PHASE = re.compile(r"^[一二三四](?:期|标段)")
CAME = re.compile(r"(?:群众|游客|市民|居民)?(?:参与|参加|参观|观看)")
REACHED = re.compile(r"^[、,;和并 ]*(?:共|累计|直接|预计|可)?(?:惠及|受益|覆盖|涉及)")
CHANGED_TO = re.compile(
    r"^[、, ]*(?:已)?(?:提高|增长|上升|下降|降低|减少|增加|扩大|增|升|降|提升|达|达到|发展"
    r"|压减|压缩|缩减|收窄|压降|扩)(?:到|至)?(?:[\dxX*×]{4}年的?)?$"
)
SHARE_OF = re.compile(r"^[、, ]*(?:约)?占(?!地|用|有)(?P<whole>[^,。]*)$")
DONE_OF = re.compile(
    r"(?:已)?(?P<verb>完成|为|超出|超|相当于)(?P<whole>[^,。]{0,10}(?:任务|计划|目标|预算|指标)[^,。]{0,4})$"
)
BESIDE = re.compile(r"(?:高于|低于|快于|高出|超过|超出)|[比较][^,。]{1,10}[高低快慢]$")
MOVES = frozenset(("新增", "退出", "净增", "新纳入", "清退", "减少", "调出"))
COUNTED_BY = frozenset(("增速", "增幅", "降幅", "占比", "总值", "总量", "人均", "总分", "综合得分"))
_SPENT_ON = (
    "对|用于|进行|实施|建设|新建|改造|完成|启动|打造|建成|修建|开展|完善|升级|购置|采购|整治|维修|修缮|提升|硬化|安装|购买|支持"
    "|扶持|发展|推进|保障|补助|慰问|救助|铺设|绿化|治理"
    "|更新|加固|拓宽|引进|兴建|扩建|改建|维护|优化|添置|配备|培育|解决|资助|续建|重建|迁建|翻建"
)
NEXT = re.compile(rf",(?:{_SPENT_ON})了?([^,。;、\dxX×*]{{2,24}})")
BUILT = re.compile(rf"(?:{_SPENT_ON})了?([^,。;、]{{2,20}}?)(?=[\dxX×*]|[,。;、]|$)")
#: The same with a whole list (完成溪滨路、镇前街改造).
BUILT_ALL = re.compile(
    rf"(?:{_SPENT_ON})了?([^,。;]{{2,20}}?)(?=[\dxX*×]|[,。;]|$)|(?:{_SPENT_ON})了?([^,。;、]{{2,20}}?)(?=、)"
)
TREATED = re.compile(r",?(?:对|用于)([^,。;\d]{2,24}?)(?:进行|实施|开展)了?([^,。;、\d]{2,10})")
#: Money by where it comes from; what it was spent on names it.
FUNDS = re.compile(
    r"(?:引进|吸引|撬动|吸纳|整合|筹集|筹措|自筹|争取|统筹|投入|各级|上级|财政|专项|帮扶|衔接|社会|民间|项目)*(?:资金|资本)"
)
#: 完成投资 says how far the project before it has come.
PROGRESS = re.compile(r"(?:完成|累计|已|到位)[^,。;]{0,4}投资?$")
OF_PROJECT = re.compile(r"(?:投资|装机|占地|面积|产能|工程量|库容|税收)$")
PROJECT_IN = re.compile(r"项目|工程|园|基地|中心|厂|路|桥|站|水库|小区|酒店|学校|医院|企业|公司")
PROJECT = re.compile(
    r"(?:[^,。;的\d]{0,12}\d[^,。;的]{0,8}的)?([\u4e00-\u9fff“”]{2,18}?(?:项目|工程|产业园|物流园|工业园|水厂|电站|大桥|公路|酒店|基地|中心))"
    r"(?=[已正并顺全主占总投完成年日建目,一二三])"
)
MONEY_END = re.compile(r"(?:赔付)?(?:金额|资金|投资)$")
TAXES = frozenset(("税收", "税金", "利税", "税款"))
PAID = re.compile(r"贡献|上缴|缴纳|创造")
CAPABLE = re.compile(r"(?:装机(?:容量)?|[日年月](?:均)?[\u4e00-\u9fff]{1,4}(?:能力|总量))")
COUNTED = re.compile(
    r"(?<![一二两三四五六七八九十百千几数])[一二两三四五六七八九十百千几数]{1,6}[余多]?[处个座条家所项户口][^,。]{0,2}$"
)
TIMES_OF = re.compile(r"(.{2,16}?)(?:是|为|相当于|达到|达)[^,。;]{1,12}$")
#: 其余16户: of those that the sentence counted in the same unit.
REST = frozenset(("历年", "其余", "剩余", "其他", "其它", "另有", "余下"))
LISTED_OWNER = re.compile(r"、[^,。;]{0,24}?的([^,。;、]{2,20})")


#: Units of people: what earns or yields something is rather the thing that was counted before them.
PEOPLE = frozenset(("人", "名", "户", "位", "人次"))
YIELDS = re.compile(r"(?:产值|产量|收入|营收|利润|利税|销售额|收益|效益|税收|税金)$")
#: 粮食播种面积 and its 产量: the crop, not the sowing.
SOWN = re.compile(r"(?:播种|种植|栽植|栽培|投产|收获)$")
#: Who took part is told by the verb (参与群众, 转移群众).
TOOK_PART = re.compile(
    r"(?:参与|参加|服务|带动|受益|转移|安置|搬迁|培训|救助|慰问|动员|撤离)(?=(?:群众|人员|企业)$)"
)
#: Further values of a list that 分别 deals out.
MORE_DEALT = re.compile(
    r"(?:、|和|及|与|以及)(?:增长|下降|减少|提高)?\d[\d.]*(?:%|个?百分点|倍|万|亿|元)[^,。;、和及与]{0,4}"
)
MEANS = frozenset(("村均", "户均", "人均", "亩均", "镇均", "户均增收", "人均增收"))
DAILY = frozenset(("日均", "月均", "平均每天", "平均每月"))
MEANT = re.compile(r"^(?:各?村|全镇|户均|人均|总)")
MOVED_END = re.compile(r"(?:净增|新增|退出|减少|调出)$")
TOTAL = re.compile(r"(?:累计|总数|总量|共计?|合计)[^,。;]{0,4}$")
VILLAGES = re.compile(r"(?:行政|自然)?村(?=村?集体)")
#: 全县11个乡镇综合考评: the towns are counted, not what they are judged by.
AMONG = re.compile(r"全[县市区]$")
TOWNS = re.compile(r"(?:乡镇|镇街|镇|街道|乡)(?:\(街道\)|\(街\))?")
RANKS = re.compile(r"(?:位居|位列|排名|名列|居|列|排)(?:全[县区市省]|在)?$")
GRADE = re.compile(r"(?:国家|省|市|县|区|镇|部)级(?:以上)?|(?:国家|省|市|县|区)")
#: 其中省外400人次: the whole's name belongs to them.
PART_ONLY = re.compile(
    r"(?:省|市|县|区|镇|乡|境|国|区域)[内外]|女性|男性|本级|中央|外资|民间|本地|外地|妇女|党员"
)
GRADED = re.compile(r"^(?:国家|省|市|县|区|镇|部)级?(?:以上)?")
#: Verbs that may do without their object where the same kind of thing is counted again (新建…1.1万亩，改造提升4200亩).
VERBS_ONLY = re.compile(
    r"(?:(?:改造|提升|新建|改建|扩建|续建|维修|修复|整治|升级|建成|完成|提质|更新|扩|改|修|新|老|旧|再|另|拟|已)+)"
)


#: 办结率, 按期答复率: verbs and their manner only; what is done stands with the count before.
RATE_ONLY = re.compile(
    rf"(?:{one_of((*_LEX.kept, *_LEX.doing['task'], *_LEX.adverbs, *_LEX.rate_verbs))})++率"
)
#: Units of acts: 走访120次 after 检查296次 is another act, not what became of the first.
OCCASIONS = frozenset(("次", "场", "场次", "期", "人次", "轮次", "批次", "户次", "家次", "件次"))
#: What became of the things counted before, without naming them again (按期办结, 就地化解, 予以公开, 上年结转).
DONE_ALONE = re.compile(rf"(?:{one_of((*_LEX.adverbs, *_LEX.rate_verbs, *_LEX.left_over))})++")
#: 养老保险参保6732人，征缴率97%: of the insurance.
INSURED = re.compile(r"(?:参保|缴费|征缴)(?:人数|人员)?$")
LED = re.compile(rf"^(?:发现|{one_of((*_LEX.carried, *_LEX.kept, *_LEX.doing['task']))})+")


def acted_on(subject: str) -> str:
    """What an act was done to: 隐患 of 排查隐患; the whole subject where nothing would be left."""
    rest = LED.sub("", KEPT_END.sub("", subject), count=1)
    return rest if len(rest) >= 2 else subject


#: A heading that names what is built, which amounts and sizes below it belong to.
HEADS_PROJECT = re.compile(r"(?:改造|工程|项目|建设|修缮|扩建|迁建|[路桥站馆园厂场])$")
