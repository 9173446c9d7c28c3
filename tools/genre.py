"""Work reports of towns that do not exist, for benchmarks and tests: the genre's sentences with other places, words and numbers.

The same seed gives the same report on every machine. `report` makes a text, `write` a folder of files in the formats that
towns use. Nothing in here was taken from a real report.
"""

from __future__ import annotations

import html
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

_FIRST = "青石白云松柳桃梅竹溪河湖山岭泉沙枫桂莲杏金玉龙凤双大小上下东西南北"
_SECOND = "桥坪湾塘沟岗坡洲渡港埠店庄集铺寨堡屯园林川源口头"
_ROADS = ("滨河路", "迎宾大道", "环镇路", "学府街", "新合线", "石下线", "兴业路", "站前街")
_PLANTS = (
    "食品加工园",
    "木业产业园",
    "智能装备园",
    "农机装配厂",
    "茶叶加工厂",
    "饲料厂",
    "服装车间",
    "冷链仓储基地",
)
_CROPS = ("水稻", "油菜", "茶叶", "柑橘", "葡萄", "烤烟", "食用菌", "中药材", "小龙虾", "黑木耳")
_SPIRITS = ("党的二十大精神", "县委全会精神", "乡村振兴战略", "上级各项决策部署", "高质量发展要求")
_CHANGES = (
    "同比增长{rate}%",
    "比上年增长{rate}%",
    "增幅达{rate}%",
    "同比下降{rate}%",
    "较上年提高{points}个百分点",
)

REVIEW = (
    "全年完成地区生产总值{big}亿元，{change}；固定资产投资{mid}亿元，{change}；规模以上工业总产值{big}亿元，{change}。",
    "地方一般公共预算收入{wan}万元，其中税收收入{wan}万元，占比{share}%，{change}。",
    "社会消费品零售总额达{mid}亿元，增长{rate}%，城镇、农村居民人均可支配收入分别增长{rate}%、{rate2}%，达{yuan}元、{yuan2}元。",
    "新签约项目{few}个，协议总投资{mid}亿元，其中亿元以上项目{few2}个；{plant}当年开工、当年投产。",
    "{plant}总投资{mid}亿元，占地{acre}亩，目前主体已完工，预计明年6月投产，达产后年产值可达{mid2}亿元。",
    "新增市场主体{hundreds}户，净增规上企业{few}家，培育高新技术企业{few2}家，“小升规”{few3}家。",
    "建成高标准农田{acres}亩，推广良种良法{acres2}余亩，粮食总产量达{tons}吨，实现“十连丰”。",
    "发展{crop}{acre}亩，带动{hundreds}户农户户均增收{yuan3}元，{crop2}种植面积稳定在{acres}亩以上。",
    "整治抛荒地{acre}亩，新建机耕道{km}公里，疏浚沟渠{km2}公里，加固山塘{few}口。",
    "完成{road}改造{km}公里，硬化通组公路{km2}公里，惠及群众{hundreds}余户{thousands}人。",
    "改造农村户厕{hundreds}户，新建公厕{few}座，清运垃圾{tons}余吨，生活污水处理率达{share}%。",
    "植树造林{acre}亩，森林覆盖率稳定在{share}%，空气质量优良天数比例达{share2}%，连续{years}年零火点。",
    "全年接待来访群众{hundreds}批{thousands}人次，同比下降{rate}%，化解矛盾纠纷{hundreds2}起，化解率达{share}%。",
    "办理12345热线工单{thousands}件，按时办结率{share}%，群众满意度达{share2}%。",
    "排查安全隐患{hundreds}处，整改到位{hundreds2}处，开展消防演练{tens}场次，安全生产形势持续平稳。",
    "发放低保金{wan}万元，惠及{hundreds}户{thousands}人；临时救助{hundreds2}人次{tens}.{digit}万元。",
    "城乡居民医保参保{wanren}万人，参保率达{share}%；养老保险参保率{share2}%。",
    "新增城镇就业{hundreds}人，转移农村劳动力{thousands}人次，开发公益性岗位{tens}个。",
    "投入{wan}余万元新建{village}小学教学楼，新增学位{hundreds}个；{village2}卫生室完成标准化改造。",
    "举办“{village}杯”篮球赛等文体活动{tens}场次，建成文化广场{few}处，乡镇综合文化站获评省级一级站。",
    "争取上级资金{wan}万元，化解债务{wan2}万元，“三公”经费下降{rate}%。",
    "办理人大代表建议{tens}件、政协提案{few}件，办结率和满意率均达100%。",
    "{village}村获评省级乡村振兴示范村，{village2}社区获得市级“平安社区”称号，全镇考核综合得分位居全县第{rank}。",
    "深入推进“一岗双责”，扎实做好“四上企业”入库工作，S{digit}号线征地任务全面完成，征收土地{acre}亩、房屋{hundreds}栋。",
    "1-10月，规模工业增加值增长{rate}%，高于全县平均水平{points}个百分点，排名第{rank}。",
    "{tens}名党员干部下沉一线，走访企业{hundreds}家次，协调解决用地、用工等问题{tens2}个。",
    "坚持以{spirit}为指引，统筹发展和安全，较好完成了镇人大会议确定的各项目标任务。",
    "建成日间照料中心{few}个，为{hundreds}名高龄老人提供助餐服务，适老化改造{tens}户。",
    "18个市县重点项目全面推进，其中竣工{few}个、在建{few2}个，完成年度投资{mid}亿元，占年度计划的{over}%。",
)
PROBLEMS = (
    "产业结构还不够优，龙头企业少、带动能力弱；",
    "基础设施仍有短板，部分村组道路、饮水条件亟待改善；",
    "招商引资大项目不多，土地、资金等要素制约突出；",
    "个别干部担当不足、作风不实，服务群众的本领有待提高。",
    "财政收支矛盾突出，村级集体经济还比较薄弱；",
    "安全生产、生态环保压力依然较大，",
)
GOALS = (
    "今年的主要预期目标是：地区生产总值增长{rate}%左右，固定资产投资增长{rate2}%以上，地方一般公共预算收入增长{points}%，城乡居民人均可支配收入与经济增长同步。",
    "今年经济社会发展的预期目标为：规模以上工业增加值增长{rate}%，社会消费品零售总额突破{mid}亿元，新增规上企业{few}家以上。",
)
TASKS = (
    "加快{plant}建设，确保{month}月底前竣工投产，力争全年完成投资{mid}亿元。",
    "实施{road}改造工程，计划总投资{wan}万元，完成路面硬化{km}公里。",
    "新建高标准农田{acres}亩，整治撂荒地{acre}亩，粮食播种面积稳定在{acres2}亩以上。",
    "引进亿元以上项目{few}个，签约资金{mid}亿元，新增规上企业{few2}家。",
    "完成农村户厕改造{hundreds}户，新建公厕{few}座，创建美丽庭院{hundreds2}户。",
    "全面完成{village}村饮水安全巩固提升工程，惠及群众{thousands}人。",
    "持续开展安全隐患排查整治，确保重大隐患整改率达100%。",
    "推进{village}小学扩建、{village2}卫生院搬迁等民生项目，年内投入使用。",
    "规范村级“三资”管理，村集体经营性收入{tens}万元以上的村达到{few}个。",
    "健全矛盾纠纷多元化解机制，抓好信访积案化解，力争化解率达{share}%以上。",
    "发展{crop}{acre}亩、{crop2}{acre2}亩，打造“{village}”区域公用品牌。",
    "做好{village}河段综合治理，修复堤防{km}公里，上半年完成清淤任务。",
    "扎实开展造林绿化，完成造林{acre}亩、封山育林{acres}亩。",
    "建成镇级养老服务中心，新增养老床位{hundreds}张，适老化改造{tens}户。",
    "落实就业优先政策，新增城镇就业{hundreds}人，组织技能培训{thousands}人次。",
    "深化“放管服”改革，实现{tens}个事项“一窗通办”。",
    "推动数字乡村建设，新建5G基站{tens}座，行政村覆盖率达100%。",
    "严守耕地保护红线，拆除违章建筑{hundreds}平方米，腾退土地{acre}亩。",
)
CONDUCT = (
    "坚持依法行政，自觉接受人大监督，认真办理代表建议，确保办结率100%。",
    "大兴调查研究，每名班子成员联系{few}个村、{tens}户群众，解决急难愁盼问题{hundreds}个。",
    "厉行节约，“三公”经费只减不增，一般性支出压减{rate}%。",
    "驰而不息纠治“四风”，营造风清气正的干事氛围。",
)
#: What fills most of a report: acts and effects without a number, put together from their parts.
_MANNERS = (
    "持续", "扎实", "全面", "稳步", "深入", "大力", "着力", "统筹", "有序", "加快", "积极", "不断", "切实", "严格", "常态化", "用心用情",
)  # fmt: skip
_ACTS = (
    ("推进", "农村人居环境整治、集镇管网改造、背街小巷整治、产业园配套、水库除险加固、撤并村小优化、数字乡村建设、殡葬改革"),
    ("开展", "秸秆禁烧、消防隐患排查、食品安全检查、打击电信网络诈骗、禁毒宣传、爱国卫生运动、文明创建、防汛演练、走访慰问"),
    ("落实", "河湖长制、林长制、耕地保护责任、防返贫监测帮扶、就业帮扶政策、双减要求、生态补偿政策、安全生产责任"),
    ("完善", "网格化管理、村规民约、应急预案、公共文化服务体系、养老服务网络、困难群众救助机制、联农带农机制、议事协商制度"),
    ("加强", "基层党组织建设、村干部队伍管理、涉农资金监管、校园周边治理、道路交通管控、未成年人保护、退役军人服务、政务公开"),
    ("培育", "特色种植大户、农民专业合作社、家庭农场、乡土人才、电商经营主体、农产品加工企业、研学旅游线路"),
    ("提升", "行政执法水平、便民服务能力、集镇管理水平、农产品品牌影响力、基层医疗服务能力、群众办事体验"),
)  # fmt: skip
_EFFECTS = (
    "群众获得感明显增强", "镇村面貌焕然一新", "发展后劲不断增强", "营商环境持续优化", "安全防线更加牢固", "干群关系更加融洽",
    "生态底色更加鲜亮", "文明新风蔚然成风", "粮食安全基础更加稳固", "基层治理效能稳步提升",
)  # fmt: skip
_AIMS = (
    "让群众生活更有盼头", "守住不发生规模性返贫的底线", "推动产业链条向两端延伸",
    "为高质量发展提供坚强保障", "确保各项政策落地见效", "打造宜居宜业和美乡村",
)  # fmt: skip
#: How many sentences in a hundred carry numbers; about ten numbers in a thousand characters, as reports have.
_WITH_NUMBERS = 22
_REVIEW_PARTS = (
    "经济运行稳中有进",
    "产业发展提质增效",
    "乡村振兴全面推进",
    "城镇面貌持续改善",
    "民生福祉不断增进",
    "社会大局和谐稳定",
    "政府建设全面加强",
)
_TASK_PARTS = (
    "聚力项目建设，增强发展动能",
    "聚力乡村振兴，推进农业农村现代化",
    "聚力城镇提质，建设宜居家园",
    "聚力民生改善，提升群众幸福指数",
    "聚力社会治理，守牢安全底线",
)
_CN = "一二三四五六七八九十"
_PINYIN = {"镇": "zhèn", "村": "cūn", "建": "jiàn", "产": "chǎn", "路": "lù"}
_TRADITIONAL = str.maketrans(
    "镇产业发展实现农村万亿总额资区户个会进对积极", "鎮產業發展實現農村萬億總額資區戶個會進對積極"
)


class _Words(dict[str, object]):
    """What the holes of a template are filled with, drawn when asked for."""

    def __init__(self, random_: random.Random) -> None:
        super().__init__()
        self.draw = random_

    def __missing__(self, name: str) -> object:
        # format_map may ask for one name twice, as rate and rate2 ask for two
        return _HOLES[name.rstrip("0123456789")](self.draw)


def _amount(low: float, high: float, places: int) -> Callable[[random.Random], str]:
    def made(draw: random.Random) -> str:
        value = draw.uniform(low, high)
        return f"{value:.{draw.randint(0, places)}f}"

    return made


def _whole(low: int, high: int) -> Callable[[random.Random], str]:
    def made(draw: random.Random) -> str:
        value = draw.randint(low, high)
        return f"{value:,}" if value >= 10_000 and draw.random() < 0.2 else str(value)

    return made


def _name(draw: random.Random) -> str:
    return draw.choice(_FIRST) + draw.choice(_SECOND)


def _of(words: tuple[str, ...] | str) -> Callable[[random.Random], str]:
    return lambda draw: draw.choice(words)


def _change(draw: random.Random) -> str:
    return draw.choice(_CHANGES).format_map(_Words(draw))


_HOLES: dict[str, Callable[[random.Random], str]] = {
    "big": _amount(8, 160, 2), "mid": _amount(1, 40, 2), "wan": _amount(60, 9800, 2), "wanren": _amount(1, 9, 2),
    "rate": _amount(0.5, 28, 1), "points": _amount(0.1, 9, 1), "share": _amount(60, 99.9, 2), "over": _amount(80, 130, 1),
    "yuan": _whole(9_000, 58_000), "acre": _whole(60, 4_800), "acres": _whole(2_000, 48_000), "tons": _whole(300, 62_000),
    "km": _amount(1, 40, 1), "few": _whole(2, 9), "tens": _whole(10, 96), "hundreds": _whole(100, 990),
    "thousands": _whole(1_000, 9_800), "digit": _whole(1, 9), "years": _of("三四五六七八九十"), "rank": _of(_CN),
    "month": _whole(3, 12), "village": _name, "plant": lambda draw: _name(draw) + draw.choice(_PLANTS),
    "road": _of(_ROADS), "crop": _of(_CROPS), "spirit": _of(_SPIRITS), "change": _change,
}  # fmt: skip


def _act(draw: random.Random) -> str:
    verb, objects = draw.choice(_ACTS)
    chosen = draw.sample(objects.split("、"), draw.randint(1, 3))
    return draw.choice(_MANNERS) + verb + "、".join(chosen)


def _plain(draw: random.Random, ends: tuple[str, ...]) -> str:
    """A sentence of acts without a number, often about one village."""
    place = f"在{_name(draw)}村" if draw.random() < 0.2 else ""
    acts = "，".join(_act(draw) for _ in range(draw.randint(2, 4)))
    return f"{place}{acts}，{draw.choice(ends)}。" if draw.random() < 0.5 else f"{place}{acts}。"


def _said(draw: random.Random, templates: tuple[str, ...], ends: tuple[str, ...]) -> Iterator[str]:
    """Sentences without end; no template comes again before all have come."""
    while True:
        for template in draw.sample(templates, len(templates)):
            while draw.randrange(100) >= _WITH_NUMBERS:
                yield _plain(draw, ends)
            yield template.format_map(_Words(draw))


def _numeral(number: int) -> str:
    """A number of a heading below ten thousand: 十一, 二十, 一百零三.

    >>> [_numeral(n) for n in (3, 10, 12, 20, 103, 110, 1004)]
    ['三', '十', '十二', '二十', '一百零三', '一百一十', '一千零四']
    """
    made, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            made += ("零" if gap else "") + _CN[digit - 1] + sign
        gap = bool(made) and not digit
    return made.removeprefix("一") if made.startswith("一十") else made


def report(seed: int, characters: int = 8_000) -> str:
    """A report of about so many characters; the seed decides town, year, sentences and dirt."""
    draw = random.Random(seed)
    town, year = _name(draw) + draw.choice("镇乡"), draw.randint(2019, 2025)
    review, tasks = _said(draw, REVIEW, _EFFECTS), _said(draw, TASKS, _AIMS)

    def fill(sentences: Iterator[str], parts: tuple[str, ...], room: int) -> Iterator[str]:
        length, number = 0, 0
        while length < room:
            title = parts[number % len(parts)]
            mark = _numeral(number + 1)
            body = "".join(next(sentences) for _ in range(draw.randint(4, 8)))
            line = f"（{mark}）{title}。{body}"
            length, number = length + len(line), number + 1
            yield line

    lines = [
        f"{town}{year + 1}年政府工作报告",
        "各位代表：",
        f"现在，我代表{town}人民政府，向大会报告工作，请予审议，并请各位列席人员提出意见。",
        f"一、{year}年工作回顾",
        f"{year}年，面对复杂严峻的外部环境，全{town[-1]}上下坚持以{draw.choice(_SPIRITS)}为指导，迎难而上，克难奋进，取得了新的成绩。",
        *fill(review, _REVIEW_PARTS, int(characters * 0.6)),
        "在看到成绩的同时，我们也清醒认识到，工作中还存在一些困难和问题："
        + "".join(draw.sample(PROBLEMS, 4)),
        f"二、{year + 1}年工作安排",
        draw.choice(GOALS).format_map(_Words(draw)),
        *fill(tasks, _TASK_PARTS, int(characters * 0.3)),
        "三、加强政府自身建设",
        "".join(sentence.format_map(_Words(draw)) for sentence in draw.sample(CONDUCT, 3)),
        "各位代表，新的征程已经开启，让我们同心同德、真抓实干，为建设美丽家园而努力奋斗！",
    ]
    return _soiled(draw, "\n".join(lines))


def _soiled(draw: random.Random, text: str) -> str:
    """Some reports carry the dirt that copies carry; most are clean."""
    kind = draw.random()
    if kind < 0.06:
        return text.translate(_TRADITIONAL)
    if kind < 0.12:
        return re.sub(
            "[镇村建产路]", lambda m: f"{m[0]}({_PINYIN[m[0]]})" if draw.random() < 0.1 else m[0], text
        )
    if kind < 0.18:
        return re.sub(r"\d{2,}(?=[万亿])", lambda m: "x" if draw.random() < 0.2 else m[0], text)
    if kind < 0.24:
        return re.sub(r"(?<=\d)(?=[个户人亩家])", lambda m: " " if draw.random() < 0.5 else "", text)
    if kind < 0.30:
        width = draw.randint(28, 40)
        return "\n".join(line[i : i + width] for line in text.split("\n") for i in range(0, len(line), width))
    if kind < 0.34:
        return re.sub(
            r"\d+", lambda m: m[0].translate(str.maketrans("0123456789", "０１２３４５６７８９")), text
        )
    return text


def docx(text: str) -> bytes:
    """The text as a Word file of one paragraph a line."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", "<Types/>"),
            (
                "word/document.xml",
                f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>',
            ),
        ):
            # a fixed date, so that the same seed gives the same bytes
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def page(text: str) -> bytes:
    """The text as a web page with a menu and a footer."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    menu = '<ul><li><a href="/">首页</a></li><li><a href="/gk">政务公开</a></li></ul>'
    made = f"<html><head><meta charset='utf-8'></head><body>{menu}{body}<footer>主办：镇人民政府</footer></body></html>"
    return made.encode()


_FORMS: tuple[tuple[str, Callable[[str], bytes]], ...] = (
    ("docx", docx), ("txt", lambda text: text.encode("gb18030")), ("docx", docx), ("html", page),
    ("txt", str.encode),
)  # fmt: skip


def write(folder: Path, count: int, *, seed: int = 1, characters: int = 8_000) -> int:
    """Write so many reports into folders of a hundred; returns the characters of all their texts."""
    total = 0
    for number in range(count):
        ending, form = _FORMS[number % len(_FORMS)]
        text = report(seed * 1_000_000 + number, characters)
        place = folder / f"{number // 100:04d}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06d}.{ending}").write_bytes(form(text))
        total += len(text)
    return total
