"""Public editions of the demonstration: what they hold, who makes them public, what differs between two."""

from __future__ import annotations

from datetime import date

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.figures.models import Statistic
from zhenwu.kernel import clock
from zhenwu.kernel.errors import NotFound, Refused
from zhenwu.reports.choices import EditionState
from zhenwu.reports.editions.actions import (
    edition_prepare,
    edition_publish,
    edition_withdraw,
)
from zhenwu.reports.editions.comparing import changes, content_of
from zhenwu.reports.editions.gathering import gather_figures
from zhenwu.reports.editions.queries import (
    edition_get,
    public_editions,
    towns_published,
)
from zhenwu.reports.models import Edition

pytestmark = pytest.mark.django_db


def prepare(world, *, month=9, who="zhou", year=2026):  # type: ignore[no-untyped-def]
    return edition_prepare(actor=world.users[who], area_code=world.code, year=year, month=month)


def publish(world, edition, who="zheng"):  # type: ignore[no-untyped-def]
    return edition_publish(edition, actor=world.users[who], seen=edition.seal)


def test_the_demonstration_has_published_what_is_final(demo):
    edition = Edition.objects.get(area_code=demo.code)
    shown = content_of(edition)
    assert (edition.slug, edition.period.iso, edition.state) == (
        "2026-1",
        "2026-01/2026-09",
        EditionState.PUBLISHED,
    )
    assert [r.metric_code for r in shown.figures] == [
        r.metric_code for r in gather_figures(demo.code, edition.period) if r.included
    ]
    preliminary = Statistic.objects.current().filter(
        area_code=demo.code, end=date(2026, 9, 30), status="preliminary"
    )
    assert preliminary and not {s.metric_code for s in preliminary} & {r.metric_code for r in shown.figures}
    assert all(r.as_of <= edition.period_end and r.definition for r in shown.figures)
    assert {r.quote for r in shown.promises} <= {i.quote.strip() for i in demo.plan.items.all()}
    assert [r.version.report.year for r in shown.reports] == [2025]
    assert [t.area.code for t in towns_published()] == [demo.code]


def test_clerks_prepare_and_leaders_publish(demo):
    for who in ("zheng", "chen", "liu", "shen", "bai"):
        with pytest.raises(Refused):
            prepare(demo, who=who)
    draft = prepare(demo)
    for who in ("zhou", "chen", "shen", "bai"):
        with pytest.raises(Refused):
            publish(demo, draft, who)
        with pytest.raises(Refused):
            edition_withdraw(Edition.objects.get(number=1), actor=demo.users[who], why="错了")
    with pytest.raises(NotFound):
        edition_get(draft.pk, demo.users["bai"])
    out = publish(demo, draft)
    assert (out.number, out.published_on, out.published_by) == (2, date(2026, 10, 16), demo.users["zheng"])
    assert public_editions(demo.code)[0] == out
    edition_withdraw(out, actor=demo.users["zheng"], why="报错了月份")
    rows = AuditRow.objects.filter(thing="reports.edition", thing_id=str(out.pk)).order_by("id")
    assert [(r.action, r.reason) for r in rows] == [
        ("edition_prepare", ""), ("edition_publish", ""), ("edition_withdraw", "报错了月份"),
    ]  # fmt: skip


def test_what_differs_between_two_editions(demo):
    with clock.freeze(date(2026, 9, 14)):
        Edition.objects.filter(number=1).update(state=EditionState.DROPPED)
        first = publish(demo, prepare(demo, month=8))
    later = publish(demo, prepare(demo))
    found = changes(content_of(first), content_of(later))
    assert {r.metric_code for r in found.new_figures} == {"income.rural", "income.urban"}
    assert (
        "revenue.local" in {r.metric_code for r in found.gone_figures} and found.moved and not found.revised
    )
    assert found.turned and all(
        new.state != old.state and new.item_id == old.item_id for new, old in found.turned
    )
    assert not found.same_months and not found.new_promises and not found.new_reports
