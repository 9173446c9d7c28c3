"""What an item of a plan is called when it comes from a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhenwu.desk.plan_reading import title_of
from zhenwu.reader import read

HEAD = "石桥镇政府工作报告\n一、2026年工作安排\n"


def _titles(text: str) -> list[str]:
    whole = read(HEAD + text, year=2025)
    return [title_of(whole, promise) for promise in whole.promises]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("积极推进柳湾排涝站建设。", "推进柳湾排涝站建设"),
        ("新建农村公厕6座。", "新建农村公厕6座"),
        (
            "谋划总投资3.2亿元、占地260亩、年产新能源汽车零部件40万套并配套研发中心和职工公寓的永兴产业园项目。",
            "谋划永兴产业园项目",
        ),
    ],
)
def test_a_title_says_the_act(text: str, title: str) -> None:
    assert title in _titles(text)


def test_what_pages_left_in_the_text_is_not_in_the_title() -> None:
    found = _titles("加快推进石桥\n11、大道改造工程建设，硬化路面\n12、3公里。严格落\n13、实安全生产责任制。")
    assert {"推进石桥大道改造工程建设", "严格落实安全生产责任制"} <= set(found), found


def test_quotation_marks_come_in_pairs() -> None:
    """Also where a promise begins or ends inside of what is quoted."""
    whole = read(HEAD + "抓好“点对点”服务企业工作。", year=2025)
    promise = whole.promises[0]
    assert title_of(whole, promise) == "抓好“点对点”服务企业工作"
    after_the_mark = replace(promise, start=whole.text.index("点对点"))
    assert title_of(whole, after_the_mark) == "“点对点”服务企业工作"
    inside = replace(promise, start=whole.text.index("对点"))
    assert title_of(whole, inside) == "对点服务企业工作"
