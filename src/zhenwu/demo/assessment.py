"""The villages' assessment of the first half of this year, published, with an objection that was upheld."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhenwu.accounts.models import User
from zhenwu.assessment.actions import (
    assessment_publish,
    assessment_start,
    judgement_give,
    objection_answer,
    objection_raise,
)
from zhenwu.demo import places
from zhenwu.kernel import clock
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period

#: village → points for the living environment and for what the town asked it to do
JUDGED = {
    "石桥村": ("13.5", "13"), "老街村": ("12", "14"), "柳湾村": ("14", "13.5"), "大塘村": ("10.5", "12"), "下溪村": ("13", "12.5"),
    "上溪村": ("12.5", "13"), "枫林村": ("14", "14"), "东坪村": ("11.5", "12"), "白鹤村": ("9.5", "11.5"), "西坪村": ("12", "12.5"),
    "竹园村": ("13", "13"), "梅岭村": ("11", "12"),
}  # fmt: skip


def assess(users: dict[str, User], year: int) -> None:
    """Begin, judge, hear one objection, publish; only once the half year is over."""
    half = Period.to_month(year, 6)
    if today() <= date(year, 7, 10):
        return
    with clock.freeze(date(year, 7, 3)):
        clerk = users["zhou"]
        found = assessment_start(actor=clerk, area_code=places.MAIN, subject="village", period=half)
        for index, name in enumerate(places.VILLAGES):
            living, duty = JUDGED[name]
            code = places.village_code(places.MAIN, index)
            judgement_give(
                found,
                actor=clerk,
                subject=code,
                item="living",
                points=Decimal(living),
                grounds="六月下旬实地看了主路、沟渠和三个村民小组",
            )
            judgement_give(
                found,
                actor=clerk,
                subject=code,
                item="duty",
                points=Decimal(duty),
                grounds="对照上半年交办清单逐件核对",
            )
        objection = objection_raise(
            found, actor=users["huang"], subject=places.village_code(places.MAIN, list(places.VILLAGES).index("大塘村")), item="living",
            text="看的那天正在清淤，沟渠淤泥第二天已运走，有照片。",
        )  # fmt: skip
        objection_answer(
            objection, actor=clerk, uphold=True, points=Decimal("12"), answer="七月二日复看属实，按复看打分。"
        )
    with clock.freeze(date(year, 7, 8)):
        assessment_publish(found, actor=users["zheng"])
