"""What of a web page is the report, and what the site puts before, after and beside it.

The report is in the smallest container that holds nearly all prose. At its two ends lines such as `来源：`, `字体：大 中 小`,
`打印本页`, `上一篇` and the owner's address go; in its middle only lines that are nothing but links or buttons.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field

#: The share of a page's prose that its main container holds at least.
_MOST = 0.85
_PROSE = 12
#: A site's own line is no longer.
_LINE = 90
_MARKS = re.compile(r"[。；！？，、：;!?,:]")
_TITLE = re.compile(r"报告|总结|要点|计划|汇报|公报")
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot|footer|crumbs?|breadcrumbs?|share|bdshare\w*|copyright|side|sidebar|toolbar|pagination|pager|related|"
    r"qrcode|ewm|login|search|friendlink|links)(?:$|[\s_\d-])",
    re.I,
)
# A whole line that belongs to the site, with its blanks left out.
_SITE = re.compile(
    r"(?:您?(?:当前|现在|所在|您)的?位置|当前位置|位置[:：]|首页[>＞»›/|-]|首页$|网站首页|返回首页|返回顶部|回到顶部|无障碍|长者|适老|繁體|繁体|简体|登录|注册"
    r"|站内搜索|搜索|网站地图|联系我们|关于我们|网站声明|隐私|主办(?:单位)?[:：]|承办(?:单位)?[:：]|协办(?:单位)?[:：]|技术支持|版权所有|copyright|©"
    r"|.{0,12}ICP备|.{0,12}公网安备|.{0,6}网站标识码|邮编[:：]|电话[:：]|地址[:：]|建议使用|浏览器"
    r"|(?:信息|文章|稿件|新闻)?来源[:：]|发布(?:时间|日期|单位|机构|人)?[:：]|发文(?:时间|日期|单位|机关|机构|字号)[:：]|(?:更新|成文|生成|公开|印发|录入|发表|提交)(?:时间|日期)[:：]"
    r"|时间[:：]|日期[:：]|作者[:：]|(?:责任)?编辑[:：]|(?:初审|复审|终审|审核|审签|校对|摄影|供稿|通讯员|记者)[:：]"
    r"|(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率|人数)?[:：\[(（]|\d*次?浏览$|人气[:：]|访问量|打印|关闭|收藏|分享|转发|复制链接|纠错|我要纠错|保存|下载|字体|字号|【?字体|【?大】?【?中】?【?小】?$"
    r"|扫一扫|扫码|二维码|手机(?:版|阅读|查看|扫)|微信|微博|qq空间|上一[篇条页]|下一[篇条页]|相关(?:链接|附件|新闻|文章|阅读|信息|解读|稿件)|附件(?:下载)?[:：]?$|点击下载|热点|推荐阅读|延伸阅读"
    r"|索引号|信息索引|主题(?:分类|词)|组配分类|公开(?:方式|类别|目录|范围)|文\s*号[:：]?$|有效性|信息(?:名称|类别|分类)|体裁分类|服务对象|名称[:：]"
    r"|[【\[（(|>＞]*(?:打印(?:本页|此页|页面|文章)?|关闭(?:本页|窗口|此页)?|收藏(?:本页)?|返回|[大中小]|\+|-|A|T|默认|正常)[】\]）)|<＜]*)",
    re.I,
)
_AROUND = r"[【\[（(|｜/·•】\]）)>＞:：+-]*"
_BUTTONS = re.compile(
    _AROUND
    + r"(?:(?:打印(?:本页|此页|页面|文章|正文)?|关闭(?:本页|窗口|此页|页面)?|收藏(?:本页|此页)?|分享(?:到|至)?"
    r"|返回(?:顶部|列表|上页|首页)?|我要纠错|字体|字号|大|中|小|默认|正常)" + _AROUND + ")+"
)
# A day written as a report signs it stays; a site writes it with strokes or with the hour.
_DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:\d{1,2}:\d{2}(?::\d{2})?)?$|\d{4}年\d{1,2}月\d{1,2}日\d{1,2}:\d{2}"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a page, how many of its characters are links, and the container it stands in."""

    text: str
    linked: int
    container: int
    heading: bool

    @property
    def prose(self) -> bool:
        """Whether it reads as a sentence."""
        return (
            self.linked * 2 < len(self.text) and len(self.text) >= _PROSE and bool(_MARKS.search(self.text))
        )


@dataclass(slots=True)
class Page:
    """A page's blocks in order, and its containers as a tree: parents come before their children."""

    blocks: list[Block] = field(default_factory=list)
    parents: array[int] = field(default_factory=lambda: array("l", [-1]))
    aside: bytearray = field(default_factory=lambda: bytearray(1))
    title: str = ""

    def enter(self, parent: int, hint: str) -> int:
        """A new container; its number. hint : its class and id."""
        self.parents.append(parent)
        self.aside.append(self.aside[parent] or (len(hint) < 200 and _ASIDE.search(hint) is not None))
        return len(self.parents) - 1


def main(page: Page) -> str:
    """The lines of the report."""
    blocks = _without_asides(page)
    inner = _container(page, blocks)
    belongs = bytearray(len(page.parents))
    belongs[inner] = 1
    for number in range(inner + 1, len(belongs)):
        belongs[number] = belongs[page.parents[number]]
    inside = [i for i, block in enumerate(blocks) if belongs[block.container]]
    if not inside:
        return ""
    first, last = inside[0], inside[-1]
    chosen = _trimmed(blocks[first : last + 1])
    heading = _heading(page, blocks[:first], chosen)
    return "\n".join([*heading, *(block.text for block in chosen)])


def _without_asides(page: Page) -> list[Block]:
    """The blocks that do not stand in a menu, a footer or the like, unless that is where the prose is."""
    kept = [block for block in page.blocks if not page.aside[block.container]]
    said, all_said = (sum(len(b.text) for b in some if b.prose) for some in (kept, page.blocks))
    return kept if said >= _MOST * all_said else page.blocks


def _container(page: Page, blocks: list[Block]) -> int:
    """The smallest container that holds nearly all prose."""
    said = array("l", bytes(len(page.parents) * array("l").itemsize))
    for block in blocks:
        if block.prose and not _site(block.text):
            said[block.container] += len(block.text)
    for number in range(len(said) - 1, 0, -1):
        said[page.parents[number]] += said[number]
    # a child comes after its parent, so the last that holds enough is the innermost
    return next((n for n in range(len(said) - 1, -1, -1) if said[n] and said[n] >= _MOST * said[0]), 0)


def _site(text: str) -> bool:
    """Whether a line is the site's own, not the report's."""
    line = "".join(text.split())
    return len(line) <= _LINE and bool(_BUTTONS.fullmatch(line) or _DATE.match(line) or _SITE.match(line))


def _trimmed(blocks: list[Block]) -> list[Block]:
    """The blocks without the site's lines at both ends, and without lines of links or buttons anywhere."""
    kept = [
        block
        for block in blocks
        if not (block.linked * 2 > len(block.text) and len(block.text) < 80)
        and not (len(block.text) <= _LINE and _BUTTONS.fullmatch("".join(block.text.split())))
    ]
    first, last = 0, len(kept)
    while first < last and _site(kept[first].text):
        first += 1
    while last > first and _site(kept[last - 1].text):
        last -= 1
    # A title stands before the line that says where and when it was published.
    head = kept[first:last]
    known = next((i for i, block in enumerate(head[:12]) if block.prose and not _site(block.text)), 0)
    return [block for i, block in enumerate(head) if i >= known or not _site(block.text)]


def _heading(page: Page, before: list[Block], chosen: list[Block]) -> list[str]:
    """The report's title where it stands outside of its text, which often says the year."""
    opening = "".join(block.text for block in chosen[:4])
    for block in reversed(before):
        if block.heading and _TITLE.search(block.text) and not _site(block.text):
            return [] if block.text in opening else [block.text]
    for part in re.split(r"[_|｜\-—–]", page.title):
        title = part.strip()
        if 6 <= len(title) <= 60 and _TITLE.search(title) and re.search(r"\d{4}|二[〇○零]", title):
            return [] if title in opening or _TITLE.search(opening[:120]) else [title]
    return []
