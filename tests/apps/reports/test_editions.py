"""Public editions: what they hold, who makes them public, that they stay as they were, what changed since."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhenwu.figures.actions import statistic_file, statistic_revise
from zhenwu.figures.models import Statistic
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.ledgers.actions import coverage_set, record_create
from zhenwu.ledgers.models import Ledger
from zhenwu.reports.choices import EditionState
from zhenwu.reports.editions.actions import (
    edition_choose,
    edition_drop,
    edition_prepare,
    edition_publish,
    edition_withdraw,
)
from zhenwu.reports.editions.comparing import changes, content_of
from zhenwu.reports.editions.gathering import gather_figures, months_over
from zhenwu.reports.editions.queries import (
    edition_at,
    edition_before,
    public_editions,
    towns_published,
)
from zhenwu.reports.models import Edition

pytestmark = pytest.mark.django_db


def prepare(world, *, month=9, who="zhou", year=2026):  # type: ignore[no-untyped-def]
    return edition_prepare(actor=world.users[who], area_code=world.code, year=year, month=month)


def publish(world, edition, who="zheng"):  # type: ignore[no-untyped-def]
    return edition_publish(edition, actor=world.users[who], seen=edition.seal)


@pytest.mark.parametrize(
    ("area", "year", "month", "where"),
    [
        ("main", 2026, 10, "截至"),
        ("main", 2026, 0, "截至"),
        ("main", 2026, 13, "截至"),
        ("main", 2027, 1, "截至"),
        ("village", 2026, 9, "区域"),
        ("county", 2026, 9, "区域"),
    ],
)
def test_only_whole_months_of_a_town(town, area, year, month, where):
    code = {"main": town.code, "village": town.village, "county": town.county}[area]
    with pytest.raises(BadInput) as caught:
        edition_prepare(actor=None, area_code=code, year=year, month=month)
    assert [f.where for f in caught.value.faults] == [where] and not Edition.objects.exists()


def test_months_that_are_over():
    assert [months_over(year) for year in (2025, 2026, 2027)] == [12, 9, 0]


def test_nothing_to_publish_is_said(town):
    with pytest.raises(BadInput, match="没有可以公布"):
        prepare(town, month=1)
    assert not Edition.objects.exists() and not towns_published()


def _petitions(town, count):  # type: ignore[no-untyped-def]
    ledger = Ledger.objects.get(code="petition")
    coverage_set(ledger, actor=None, area_code=town.code, complete_from=date(2024, 1, 1))
    for n in range(count):
        values = {
            "occurred_on": f"2026-03-0{n + 1}",
            "area_code": town.village,
            "channel": "visit",
            "title": f"反映水渠{n}",
            "persons": 4,
        }
        record_create(ledger, actor=None, values=values)


@pytest.mark.parametrize(("count", "shown"), [(0, Decimal(0)), (1, None), (2, None), (3, Decimal(3))])
def test_fewer_than_three_of_what_concerns_persons_are_not_shown(town, count, shown):
    _petitions(town, count)
    found = {r.metric_code: r for r in content_of(prepare(town), whole=True).figures}
    assert found["petition.visits"].value == shown
    assert found["petition.visitors"].value == (None if shown is None else 4 * shown)
    assert (found["petition.visits"].growth is None) is (shown is None or not count or count == 3)


def test_what_a_growth_would_give_away_is_not_shown(town):
    _petitions(town, 4)
    ledger = Ledger.objects.get(code="petition")
    for n in range(2):
        values = {
            "occurred_on": f"2025-03-0{n + 1}",
            "area_code": town.village,
            "channel": "visit",
            "title": f"反映路灯{n}",
            "persons": 4,
        }
        record_create(ledger, actor=None, values=values)
    row = next(
        r for r in gather_figures(town.code, prepare(town).period) if r.metric_code == "petition.visits"
    )
    assert row.value == 4 and row.growth is None


def filed(world, value="7000", **other):  # type: ignore[no-untyped-def]
    told = {"metric_code": "revenue.local", "area_code": world.code, "period": "2026-01/2026-09", "basis": "to_date", "unit": "万元",
            "paper": "9月财政月报", "source": "县财政局"}  # fmt: skip
    return statistic_file(actor=None, value=value, **{**told, **other})


def test_preliminary_figures_stay_inside(town):
    number = filed(town, status="preliminary")
    with pytest.raises(BadInput):
        prepare(town)
    statistic_revise(
        number, actor=None, value="7100", unit="万元", paper="9月财政月报（定）", source="县财政局"
    )
    [row] = content_of(prepare(town)).figures
    assert (row.metric_code, row.value, row.source) == ("revenue.local", Decimal(71_000_000), "received")


def test_a_leader_publishes_what_he_has_seen(town):
    filed(town)
    draft = prepare(town)
    seen = draft.seal
    with pytest.raises(BadInput):
        edition_publish(draft, actor=town.users["zheng"], seen="")
    filed(town, value="17000", metric_code="income.rural", unit="元")
    draft = prepare(town)
    with pytest.raises(Conflict, match="又改过"):
        edition_publish(draft, actor=town.users["zheng"], seen=seen)
    statistic_revise(
        Statistic.objects.get(metric_code="revenue.local"),
        actor=None,
        value="7200",
        unit="万元",
        paper="更正",
        source="县财政局",
    )
    with pytest.raises(Conflict, match="地方财政收入变了"):
        publish(town, draft)
    assert Edition.objects.get().state == EditionState.DRAFT
    publish(town, prepare(town))
    with pytest.raises(Conflict):
        publish(town, Edition.objects.get())


def test_choices_are_kept_and_a_draft_is_given_up(town):
    filed(town)
    filed(town, value="80", metric_code="village.income_avg")
    draft = prepare(town)
    with pytest.raises(BadInput, match="一项也没有选"):
        edition_choose(draft, actor=town.users["zhou"], figures=[], promises=[], reports=[])
    draft = edition_choose(
        draft, actor=town.users["zhou"], figures=["village.income_avg", "nonsense"], promises=[], reports=[]
    )
    assert [r.metric_code for r in content_of(prepare(town)).figures] == ["village.income_avg"]
    assert prepare(town).pk == draft.pk and prepare(town).seal == draft.seal
    with pytest.raises(Refused):
        edition_choose(draft, actor=town.users["zheng"], figures=["revenue.local"], promises=[], reports=[])
    edition_drop(draft, actor=town.users["zhou"])
    for act in (lambda: edition_drop(draft, actor=None), lambda: publish(town, draft)):
        with pytest.raises(Conflict):
            act()
    assert prepare(town).pk != draft.pk


def test_a_published_edition_stays_as_it_was(town):
    number = filed(town)
    out = publish(town, prepare(town))
    statistic_revise(number, actor=None, value="7200", unit="万元", paper="更正", source="县财政局")
    assert [r.value for r in content_of(out).figures] == [Decimal(70_000_000)]
    with pytest.raises(Conflict):
        edition_choose(out, actor=None, figures=["revenue.local"], promises=[], reports=[])
    later = publish(town, prepare(town))
    found = changes(content_of(out), content_of(later))
    assert [(a.value, b.value) for a, b in found.revised] == [(Decimal(72_000_000), Decimal(70_000_000))]
    assert (out.number, later.number) == (1, 2) and not found.new_figures and not found.moved
    assert edition_before(later).edition == out and edition_before(out) is None


def test_a_withdrawn_edition_is_found_with_its_reason_only_at_its_address(town):
    filed(town)
    out = publish(town, prepare(town))
    with pytest.raises(BadInput, match="没有写理由"):
        edition_withdraw(out, actor=town.users["zheng"], why=" ")
    edition_withdraw(out, actor=town.users["zheng"], why="月份报错了")
    assert public_editions(town.code) == [] and towns_published() == []
    assert (
        edition_at(town.code, 2026, 1).withdrawn_why == "月份报错了"
        and edition_at(town.code, 2026, 2) is None
    )
    with pytest.raises(Conflict):
        edition_withdraw(out, actor=town.users["zheng"], why="再撤")
    assert publish(town, prepare(town)).number == 2


def test_who_reaches_which_editions(town):
    filed(town)
    out, draft = publish(town, prepare(town)), prepare(town)
    sees = {who: set(Edition.objects.visible_to(user)) for who, user in town.users.items()}
    assert sees["zhou"] == sees["zheng"] == sees["liu"] == {out, draft} and sees["bai"] == {out}
    from django.contrib.auth.models import AnonymousUser

    assert set(Edition.objects.visible_to(AnonymousUser())) == {out}


def test_every_figure_of_an_edition_has_its_words():
    assert all(metric.name_en for metric in metric_defs().values())
