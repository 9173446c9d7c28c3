"""Marked HTML is well-formed, escaped, and tells where its text begins."""

import random

import pytest
from lxml import html as parser

from zhenwu.writer import html
from zhenwu.writer.html import Span, marked


def test_paragraphs_and_roles() -> None:
    assert marked("题目\n\n正文<b>&", roles={0: "h2"}) == (
        '<h2 data-start="0">题目</h2>\n<p data-start="4">正文&lt;b&gt;&amp;</p>'
    )


def test_span_with_attributes() -> None:
    out = marked("增长12.5%。", [(2, 7, "a", {"href": "/figures/1?a=1&b=2", "title": '"口径"', "id": None})])
    assert out == (
        '<p data-start="0">增长<a href="/figures/1?a=1&amp;b=2" title="&quot;口径&quot;">12.5%</a>。</p>'
    )


def test_nested_and_equal() -> None:
    out = marked("连续10年零火点", [Span(2, 4, "a"), Span(0, 8, "mark"), Span(2, 4, "b")])
    assert out == '<p data-start="0"><mark>连续<a><b>10</b></a>年零火点</mark></p>'


def test_overlap_is_cut_where_the_earlier_ends() -> None:
    out = marked("abcdef", [(0, 4, "mark", {"id": "m"}), (2, 6, "u", {"id": "n", "class": "k"})])
    assert out == (
        '<p data-start="0"><mark id="m">ab<u id="n" class="k">cd</u></mark><u class="k">ef</u></p>'
    )


def test_span_over_lines() -> None:
    assert marked("ab\ncd", [(1, 4, "mark", {"id": "m"})]) == (
        '<p data-start="0">a<mark id="m">b</mark></p>\n<p data-start="3"><mark>c</mark>d</p>'
    )


@pytest.mark.parametrize(
    "span",
    [
        (0, 0, "b", {}),
        (-1, 1, "b", {}),
        (0, 9, "b", {}),
        (0, 1, "script", {}),
        (0, 1, "b", {"onclick": "x"}),
        (0, 1, "b", {'a" b': "x"}),
        (0, 1, "a", {"href": "javascript:alert(1)"}),
        (0, 1, "a", {"href": " JavaScript:alert(1)"}),
        (0, 1, "a", {"href": "java\tscript:alert(1)"}),
        (0, 1, "a", {"href": "data:text/html,x"}),
    ],
)
def test_refused(span: tuple[int, int, str, dict[str, str]]) -> None:
    with pytest.raises(ValueError):
        marked("abc", [span])


def test_link_in_link_and_unknown_role_are_refused() -> None:
    with pytest.raises(ValueError, match="inside"):
        marked("abc", [(0, 3, "a", {}), (1, 2, "button", {})])
    with pytest.raises(ValueError, match="role"):
        marked("abc", roles={0: "script"})


def test_templates_print_it_as_it_is() -> None:
    assert marked("<").__html__() == '<p data-start="0">&lt;</p>'
    assert isinstance(marked("a"), html.Safe)


def test_any_spans_keep_the_text_and_nest() -> None:
    chance = random.Random(9704)
    text = "全年办理<信访>12件&\n办结率98.6%\n\n增长3%"
    for _ in range(300):
        spans = []
        for _ in range(chance.randrange(6)):
            start, end = sorted(chance.sample(range(len(text) + 1), 2))
            spans.append((start, end, chance.choice(["mark", "b", "u"]), {"id": f"i{len(spans)}"}))
        out = marked(text, spans)
        # An XML parser takes only elements that nest.
        tree = parser.etree.fromstring(f"<div>{out}</div>")
        assert "".join(tree.itertext()) == text.replace("\n\n", "\n")
        ids = [one.get("id") for one in tree.iter() if one.get("id")]
        assert len(ids) == len(set(ids))
