"""The report on a page, without what the site puts around it, whatever encoding the page says it is in."""

from __future__ import annotations

import pytest

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import extract, read
from zhenwu.reader.inputs.html import MAX_DEPTH, MAX_TAGS, main_text

BODY = (
    "<p>各位代表：</p><p>&nbsp;&nbsp;现在，我代表镇人民政府向大会报告工作，请予审议。</p><p>一、2025年工作回顾</p>"
    "<p>全年新建公厕6座，\n办结来信86件。</p><p>完成投资<span>3</span>亿元，增长5%。<br>（一）产业发展。新增企业3家。</p>"
)
REPORT = (
    "各位代表：\n现在，我代表镇人民政府向大会报告工作，请予审议。\n一、2025年工作回顾\n全年新建公厕6座，办结来信86件。\n"
    "完成投资3亿元，增长5%。\n（一）产业发展。新增企业3家。"
)
SIGNED = "\n白石镇人民政府\n2026年1月15日"
SITE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>白石镇2025年政府工作报告_白石镇人民政府</title><style>p{{color:red}}</style><script>var a="全年新建公厕9座。";</script></head>
<body><form id="aspnetForm"><div class="top"><a href="/">首页</a> | <a href="/a">政务公开</a> | <a href="/b">互动交流</a></div>
<div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/c">工作报告</a></div>
<table><tr><td>索引号：0001/2026-00012</td><td>发文机构：白石镇党政办</td></tr><tr><td>成文日期：2026-01-15</td><td>有效性：有效</td></tr></table>
<h1>白石镇2025年政府工作报告</h1>
<div class="info">发布时间：2026-01-20 09:10　来源：白石镇党政办　浏览次数：123</div>
<div>字体：【<a>大</a> <a>中</a> <a>小</a>】 <a href="javascript:window.print()">打印本页</a></div>
<div id="zoom">{body}<p>白石镇人民政府</p><p>2026年1月15日</p></div>
<p>扫一扫在手机打开当前页</p><div class="bdsharebuttonbox">分享到：<a>微信</a><a>微博</a></div>
<p>【打印】【关闭】</p><p>上一篇：<a href="/1">关于开展森林防火工作的通知，请看</a></p>
<div style="display:none">隐藏的一句话，不应读出来，对吧。</div>
<div class="foot">主办：白石镇人民政府　地址：白石镇人民路1号，邮编：400000<br>版权所有 京ICP备00000000号，技术支持：某公司</div>
</form></body></html>"""


def page(body: str = BODY, charset: str = "gb2312") -> str:
    return SITE.format(body=body, charset=charset)


@pytest.mark.parametrize(
    "charset, encoding",
    [
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gbk"),
        ("utf-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("big5", "gb18030"),
        ("", "gb18030"),
        ("没有", "utf-8"),
    ],
)
def test_the_bytes_decide_whatever_the_page_says(charset: str, encoding: str) -> None:
    made = extract(page(charset=charset).encode(encoding), "a.html")
    assert made.kind == "html"
    assert made.text == "白石镇2025年政府工作报告\n" + REPORT + SIGNED


def test_characters_beyond_gb2312() -> None:
    body = BODY + "<p>㙟坝村、喆润公司、鄠邑合作社，各得一席。</p>"
    made = extract(page(body).encode("gb18030"), "a.html").text
    assert "㙟坝村、喆润公司、鄠邑合作社，各得一席。" in made


def test_a_page_in_big5() -> None:
    body = "<p>全鎮新建文化廣場六處，發放補助資金。</p><p>完成農村道路建設，群眾滿意。</p>"
    made = extract(f"<html><meta charset=big5><body>{body}</body></html>".encode("big5"), "a.html").text
    assert made == "全鎮新建文化廣場六處，發放補助資金。\n完成農村道路建設，群眾滿意。"


def test_the_title_tells_the_year() -> None:
    """A report of 2025 looks back on the year before."""
    assert read(page("<p>全年新建公厕6座，办结来信86件。</p>").encode(), name="a.html").year == 2024


def test_all_paragraphs_in_one() -> None:
    lines = [
        "全年新建公厕6座，办结来信86件。",
        "完成投资3亿元，增长5%。",
        "",
        "二、2026年工作安排",
        "新建道路3公里，亮化2个村。",
    ]
    made = main_text(page(f"<div>{'<br/>'.join(lines)}</div>"))
    assert "\n".join(line for line in lines if line) in made


def test_a_table_of_numbers_and_a_table_of_prose() -> None:
    numbers = "<table><tr><th>指标</th><th>单位</th><th>数值</th></tr><tr><td><p>税收</p></td><td>万元</td><td>1200</td></tr></table>"
    made = main_text(
        f"<table><tr><td>左</td><td>{BODY}{numbers}<p>以上数据，均已核对。</p></td></tr></table>"
    )
    assert made == REPORT + "\n指标\t单位\t数值\n税收\t万元\t1200\n以上数据，均已核对。"


def test_entities_that_were_written_twice() -> None:
    assert main_text("<p>全年新建&amp;nbsp;公厕6座，&ldquo;厕所革命&rdquo;完成。&#32676;众满意。</p>") == (
        "全年新建 公厕6座，“厕所革命”完成。群众满意。"
    )


def test_deleted_words_and_readings_are_no_text() -> None:
    said = (
        "<p>全年<del>计划</del>新建<ruby>圳<rp>(</rp><rt>zhèn</rt><rp>)</rp></ruby>坝公厕6座，群众满意。</p>"
    )
    assert main_text(said) == "全年新建圳坝公厕6座，群众满意。"


def test_prose_in_a_menu_is_read_when_it_is_all_there_is() -> None:
    assert main_text(f"<div class='side'>{BODY}</div>") == REPORT


def test_words_of_the_site_inside_the_report_stay() -> None:
    body = "<p>全年新建公厕6座，群众满意。</p><p>打印设备3台，搜索救援2次。</p><p>完成投资3亿元，增长5%。</p>"
    assert "打印设备3台，搜索救援2次。" in main_text(body)


@pytest.mark.parametrize(
    "hostile", ["<div>" * (MAX_DEPTH + 10), "<p>" * (MAX_TAGS + 10)], ids=["deep", "many"]
)
def test_a_page_of_tags_is_refused(hostile: str) -> None:
    with pytest.raises(BadInput) as caught:
        main_text(hostile + "全年新建公厕6座。")
    assert caught.value.faults[0].code == "ZW-READ-HEAVY"


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(BadInput) as caught:
        extract(b"<html><head><title>x</title></head><body><script>var a=1</script></body></html>", "a.html")
    assert caught.value.faults[0].code == "ZW-READ-EMPTY"
