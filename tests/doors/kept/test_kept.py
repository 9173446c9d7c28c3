"""Pages keep what is dear to compute: whatever is written, the next page shows it, and shows what would be computed anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.doors.kept.promises import item_of
from tests.doors.kept.writes import DESK, FIGURES, OVERVIEW, PETITIONS, PLAN, VISITS, WRITES, address

from zhenwu.audit.keeping import forget
from zhenwu.figures.queries import FROM, Ask, evaluate, evaluate_kept, metric_defs
from zhenwu.kernel.period import Period
from zhenwu.ledgers.definitions import definition
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.ledgers.queries import ledger_counts, sums, view_counts
from zhenwu.plans.models import Item
from zhenwu.plans.queries import lights, lit_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(demo: Any) -> Any:
    """The demonstration. world.plain : an item that only check-ins follow and that is on pace."""
    plan = type(demo.plan).objects.get(pk=demo.plan.pk)
    lit = lights(plan)
    plain = next(
        item
        for item in Item.objects.select_related("plan").filter(plan=plan, status="accepted")
        if lit[item.pk].kind == "check_in" and lit[item.pk].state == "pace"
    )
    return SimpleNamespace(**{**vars(demo), "plan": plan, "plain": plain})


def _body(client: Client, url: str) -> str:
    """A page as people read it, without the count of the desk as it was last seen."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    text = answer.content.decode()
    return re.sub(r'data-csrf="[^"]*"|value="[A-Za-z0-9]{64}"|\d\d:\d\d|<em>\d+</em></a>', "", text)


def _kept_is_fresh(world: Any) -> None:
    """Everything that pages keep, beside the same computed from nothing."""
    plan = world.plan
    asks = [Ask(code, area, period, aspect) for code in metric_defs() for area in (world.code, world.village)
            for period in (Period.to_month(2026, 9), Period.month(2025, 3)) for aspect in ("value", "growth")]  # fmt: skip
    kept = lit_plan(plan), dict(evaluate_kept(asks)), ledger_counts(world.users["zhou"], world.code, 2026)
    forget()
    assert kept == (lit_plan(plan), evaluate(asks), ledger_counts(world.users["zhou"], world.code, 2026))


@pytest.mark.parametrize("kind", list(WRITES))
def test_the_next_page_shows_what_was_written(world: Any, kind: str) -> None:
    write = WRITES[kind]
    if write.before is not None:
        write.before(world)
    client = Client()
    client.force_login(world.users["zhou"])
    where = address(world, write.where)
    seen = {url: _body(client, url) for url in (OVERVIEW, PLAN, FIGURES, PETITIONS, where)}
    write.do(world)
    after = {url: _body(client, url) for url in seen}
    assert after[where] != seen[where], f"{kind} does not show on {where}"
    forget()
    for url, text in after.items():
        assert _body(client, url) == text, f"{kind}: {url} is not what would be computed anew"


def test_what_is_kept_is_what_would_be_computed(world: Any) -> None:
    """Over the whole demonstration, and again after each of many writes in turn."""
    _kept_is_fresh(world)
    for kind in (
        "a record by form", "a revision", "an event", "a check-in", "a target", "coverage", "a zero report", "a place's name",
        "a definition",
    ):  # fmt: skip
        lit_plan(world.plan)
        WRITES[kind].do(world)
        _kept_is_fresh(world)


def test_what_is_kept_names_every_room_that_it_reads(world: Any) -> None:
    """A room that is read and not named could be written without anybody noticing."""
    user, period, ledger = world.users["zhou"], Period.to_month(2026, 9), Ledger.objects.get(code="petition")
    petitions = Record.objects.visible_to(user).filter(ledger=ledger)
    asks = [
        Ask(code, world.code, period, aspect)
        for code in metric_defs()
        for aspect in ("value", "growth", "rank", "share")
    ]
    made: list[tuple[Callable[[], Any], frozenset[str]]] = [
        (lambda: lit_plan(world.plan), FROM | {"accounts", "plans"}),
        (lambda: evaluate_kept(asks), FROM),
        (lambda: ledger_counts(user, world.code, 2026), frozenset({"areas", "ledgers", "accounts"})),
        (lambda: sums(petitions, world.code), frozenset({"areas", "ledgers"})),
        (
            lambda: view_counts(user, definition(ledger), world.code, 2026),
            frozenset({"areas", "ledgers", "accounts"}),
        ),
    ]
    for read, rooms in made:
        forget()
        with CaptureQueriesContext(connection) as queries:
            read()
        tables = re.findall(r'(?:FROM|JOIN) "?([a-z]+)_[a-z]+', " ".join(q["sql"] for q in queries))
        assert set(tables) - {"audit"} <= rooms


def test_another_day_is_lit_on_its_own(world: Any) -> None:
    now, then = lit_plan(world.plan), lit_plan(world.plan, day=date(2026, 6, 1))
    assert now.lights != then.lights
    assert lights(world.plan, day=date(2026, 6, 1)) == dict(then.lights)


def test_what_is_kept_for_one_is_not_shown_to_another(world: Any) -> None:
    """The clerk looks first; the cadre of a village then sees the town's plan and her own village's records, and a stranger nothing."""
    clerk, cadre, stranger = (Client() for _ in range(3))
    for client, name in ((clerk, "zhou"), (cadre, "liu"), (stranger, "bai")):
        client.force_login(world.users[name])
    for url in (OVERVIEW, PLAN, "/ledgers/", f"{PETITIONS}?view=all", VISITS):
        clerk.get(url)
    assert item_of(world, "户厕改造").title in _body(cadre, PLAN)
    counts = {c.ledger.code: c.total for c in ledger_counts(world.users["liu"], world.code, 2026)}
    own = (
        Record.objects.standing()
        .in_area(world.village)
        .filter(ledger__code="petition", occurred_on__year=2026)
        .count()
    )
    assert (
        counts["petition"]
        == own
        < Record.objects.standing().in_area(world.code).filter(ledger__code="petition").count()
    )
    assert re.search(r"条不在你的范围|不在您的范围|hidden|看不到", _body(cadre, VISITS))
    assert f"全部<b>{own}</b>" in _body(cadre, f"{PETITIONS}?view=all")
    assert stranger.get(reverse("web:plan-item", args=[world.plain.pk])).status_code == 404
    assert world.plain.title not in _body(stranger, PLAN)


#: Recorded: queries of a page when everything is kept. Those of a page that keeps nothing stand in tests/doors/plans.
QUERIES = {
    OVERVIEW: 19,
    PLAN: 12,
    DESK: 21,
    FIGURES: 9,
    "toilets": 28,
    VISITS: 28,
    "/ledgers/": 9,
    PETITIONS: 19,
}


@pytest.mark.parametrize("name", list(QUERIES))
def test_queries_of_pages(world: Any, name: str) -> None:
    client, url = Client(), address(world, name)
    client.force_login(world.users["zhou"])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) == QUERIES[name]
