"""The main town's rhythm, and its last weekly meeting with what it decided."""

from __future__ import annotations

from datetime import date, timedelta

from zhenwu.accounts.models import Office, Person, User
from zhenwu.demo import places
from zhenwu.kernel.clock import today
from zhenwu.meetings.actions import Decision, commitment_answer, meeting_hold, rhythm_set
from zhenwu.meetings.rules import last_day
from zhenwu.plans.models import Plan


def meet(plan: Plan, users: dict[str, User], year: int) -> None:
    """Monday's meeting, the dispatch of every ten days, the month's summary; three things decided: kept, open, and without an answer."""
    clerk, town, day = users["zhou"], places.MAIN, today()
    first = date(year, 1, 1)
    weekly = rhythm_set(actor=clerk, area_code=town, kind="weekly", valid_from=first, weekday=0, before=2)
    rhythm_set(actor=clerk, area_code=town, kind="dispatch", valid_from=first, days=[10, 20, 31], before=2)
    rhythm_set(actor=clerk, area_code=town, kind="monthly", valid_from=first, days=[28], before=3)
    on = last_day(weekly.beat, day)
    if on is None or on.year != year or (day - on).days < 3:
        return
    offices = {office.code: office for office in Office.objects.filter(area__code=town)}
    chair = Person.objects.get(area__code=town, name="郑丽")
    toilets = plan.items.standing().filter(quote__contains="户厕改造").first()
    meeting = meeting_hold(
        actor=clerk, area_code=town, kind="weekly", on=on, chair=chair, present="党政班子成员，各办公室主任",
        minutes="逐项过了落后的任务。改厕抓白鹤、大塘、石桥三村；秋冬防火提前排班。",
        decisions=[
            Decision("三村改厕各排一张到户的工期表", offices["nongye"], on + timedelta(days=3), item=toilets),
            Decision("秋冬防火值班表报党政办", offices["yingji"], on + timedelta(days=2)),
            Decision("四季度财政收入预计数报镇长", offices["caizheng"], on + timedelta(days=9)),
        ],
    )  # fmt: skip
    rota = meeting.commitments.get(number=2)
    commitment_answer(rota, actor=users["song"], text="值班表已报，本周起执行。", on=on + timedelta(days=2))
