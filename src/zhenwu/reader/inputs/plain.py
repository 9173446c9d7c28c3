"""Plain text in whatever encoding it was saved.

A byte order mark decides, else strict UTF-8, else the encoding in which the text shows the commoner characters.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from opencc import OpenCC

from zhenwu.reader.inputs import faults

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
#: What a page says, and the larger encoding that its bytes may really be in.
_WIDER = {
    name: wide
    for wide, names in {
        "gb18030": ("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"),
        "big5hkscs": ("big5", "big5-hkscs", "x-x-big5", "cp950", "big5hkscs"),
        "utf-16-le": ("utf-16", "utf-16le", "unicode"),
        "utf-16-be": ("utf-16be",),
    }.items()
    for name in names
}
# The commonest characters of Chinese and of the genre, simplified; Traditional text is simplified before it is judged.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得"
    "经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事"
    "平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题"
    "党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被"
    "干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更"
    "单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研"
    "界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消"
    "构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁"
    "价严首底液官德随病苏失尔死讲配女黄推显谈罪神艺呢席含企望密批营项防举球英氧势告李台落木帮轮破亚师围注远字材排供河态封另施减树"
    "溶怎止案言士均武固叶鱼波视仅费紧爱左章早朝害续轻服试食充兵源判护司足某练差致板田降黑犯负击范继兴似余坚曲输修故城夫够送笔船占"
    "右财吃富春职觉汉画功巴跟虽杂飞检吸助升阳互初创抗考投坏策古径换未跑留钢曾端责站简述钱副尽帝射草冲承独令限阿宣环双请超微让控州"
    "镇乡村镇街扶贫脱振兴乔访调解隐患排整治垃圾厕污染禁烧秸秆耕亩粮棉蔬畜禽养殖林果茶园区招商引资项目税收财政支出预算低保残疾退役"
    "军创业就岗培训医疗保险参学校幼园卫健康疫苗网格巡督察廉洁纪律作风巩固拓展衔接监测帮扶危房改造农路桥梁渠塘坝饮水灯广场亮灾救援"
    "代表各位同志过去回顾存足安排任务目标奋斗谱写绩圆满"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LETTERS = re.compile(r"[A-Za-z0-9\s\u3000-\u303f\uff00-\uff65.,;:!?()%<>/=\"'&#+*_—…“”‘’·-]")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def decode(content: bytes, name: str = "", *, declared: str = "") -> str:
    """Text of bytes. declared : an encoding that the page itself names, which decides between two that fit as well.

    >>> decode("镇村建设".encode("gb18030"))
    '镇村建设'
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding, name)
    if not _wide(content):
        try:
            made = content.decode("utf-8")
            if not _CONTROLS.search(made[:4096]) and not _two_byte_chinese(made, content):
                return made
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data" and _chinese(content[: error.start].decode("utf-8")):
                raise faults.truncated(name, "文本", "文件末尾断在半个字上") from error
    best, text = "", ""
    likely = _WIDER.get(declared.strip().lower(), "")
    scores: dict[str, float] = {}
    for encoding in _ENCODINGS:
        sample = _decoded(content[:8192], encoding)
        if sample is not None:
            scores[encoding] = _score(sample) + (0.05 if encoding == likely else 0)
    for encoding in sorted(scores, key=lambda one: scores[one], reverse=True):
        whole = _decoded(content, encoding)
        if whole is not None:
            best, text = encoding, whole
            break
    if not best or scores[best] < 0.1:
        raise faults.binary(name)
    if text.endswith("\ufffd"):
        raise faults.truncated(name, "文本", "文件末尾断在半个字上")
    return text


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 4:
            raise faults.truncated(name, "文本", "文件末尾断在半个字上") from error
        made = content.decode(encoding, errors="replace")
        if made.count("\ufffd") * 100 > len(made):
            raise faults.broken(name, "文本", "文件里有许多坏字") from error
        return made


def _decoded(content: bytes, encoding: str) -> str | None:
    """The bytes in an encoding; with a few broken characters left standing, None when there are more than a few."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        made = content.decode(encoding, errors="replace")
        return (
            made
            if made.count("\ufffd") * 100 <= len(made) or (len(made) < 100 and made.count("\ufffd") <= 1)
            else None
        )


def _wide(content: bytes) -> bool:
    """Whether zeros stand beside the line ends and Latin letters of the beginning, as in UTF-16 without a mark."""
    part = content[:4096]
    even, odd = part[::2].count(0), part[1::2].count(0)
    return even + odd > 2 and max(even, odd) > 20 * min(even, odd)


def _two_byte_chinese(made: str, content: bytes) -> bool:
    """Whether strict UTF-8 only fits by chance: 实施12% in GB18030 is also the UTF-8 of ʵʩ12%.

    Two bytes of GB18030 can be one letter of UTF-8, never one Chinese character; accented letters alone (café) do not score as Chinese.
    """
    part = made[:4096]
    if part.isascii() or any(c > "\u07ff" for c in part):
        return False
    other = _decoded(content[:8192], "gb18030")
    return other is not None and _score(other) >= 0.7


def _chinese(text: str) -> bool:
    return any(c > "\u2e7f" for c in text[:4000])


def _score(text: str) -> float:
    """How common its characters are, from 0 to 1; letters, marks and blanks say nothing, what no text holds counts against."""
    said = _LETTERS.sub("", str(_simplifier().convert(text[:3000])))
    return sum(map(_worth, said)) / len(said) if said else 0.0


@lru_cache(maxsize=8192)
def _worth(sign: str) -> float:
    if sign in _COMMON:
        return 1.0
    if "\u3400" <= sign <= "\u9fff":
        try:
            # The first level of GB 2312: the 3,755 characters that people use.
            return 0.4 if sign.encode("gb2312")[0] < 0xD8 else 0.0
        except UnicodeEncodeError:
            return -0.1
    if "\u00b0" <= sign <= "\u2fff" or "\uff00" <= sign <= "\uffef":
        return -0.2
    return (
        -2.0
        if sign < " " or sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign > "\U0001ffff"
        else -0.5
    )


def tidy(text: str) -> str:
    """One kind of line end, and no zeros, which are none of a text's characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def text(content: bytes, name: str = "") -> str:
    """The text of a plain text file. Raises BadInput: binary, or cut in the middle of a character."""
    made = decode(content, name)
    sample = made[:20_000]
    zeros = sample.rstrip("\x00").count("\x00")
    odd = sum(1 for c in sample if c < " " and c not in "\x00\t\n\r\f\v\x1a")
    private = sum(1 for c in sample if "\ue000" <= c <= "\uf8ff")
    if (odd + zeros) * 50 > len(sample) or private * 10 > len(sample):
        raise faults.binary(name)
    return tidy(made)
