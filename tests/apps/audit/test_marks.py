"""Marks: what moves them, whom they bear on, and that folding them tells nobody anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from zhenwu.areas.actions import AreaSpec, area_install
from zhenwu.audit import marks as marking
from zhenwu.audit.actions import audit_write
from zhenwu.audit.marks import Stamp, marks, marks_fold
from zhenwu.audit.models import Mark
from zhenwu.ledgers.actions import coverage_set, record_change, record_create
from zhenwu.ledgers.models import Ledger

pytestmark = pytest.mark.django_db
VALUES = {
    "occurred_on": "2026-09-20",
    "channel": "来访",
    "persons": 2,
    "petitioner": "王小明",
    "title": "反映水渠堵塞",
}


def stamp(prefix: str, *rooms: str) -> Stamp:
    return marks().stamp(frozenset(rooms or ("ledgers",)), frozenset([prefix]))


@pytest.fixture
def petition(town: Any) -> Any:
    """A petition of 石桥村."""
    ledger = Ledger.objects.get(code="petition")
    return record_create(ledger, actor=town.users["zhou"], values={**VALUES, "area_code": town.village})


def test_a_write_moves_the_mark_of_its_room_and_town_alone(town: Any) -> None:
    own, other, plans = stamp("990101101"), stamp("990101102"), stamp("990101101", "plans")
    ledger = Ledger.objects.get(code="petition")
    record_create(ledger, actor=town.users["zhou"], values={**VALUES, "area_code": town.village})
    assert stamp("990101101") != own
    assert stamp("990101102") == other and stamp("990101101", "plans") == plans
    assert stamp("990101101201") == stamp("990101101"), "a village is as far as its town"
    assert stamp("990101") != own, "what was made of the whole county moves too"


def test_a_write_for_a_county_bears_on_its_towns_and_not_on_the_next_county(town: Any) -> None:
    near, far = stamp("990101102"), stamp("990102101")
    ledger = Ledger.objects.get(code="hotline")
    coverage_set(ledger, actor=None, area_code=town.county, complete_from=date(2026, 1, 1))
    assert stamp("990101102") != near and stamp("990102101") == far


def test_the_tree_of_places_bears_on_everything(town: Any) -> None:
    before = stamp("880101101", "areas")
    area_install([AreaSpec("990101109000", "新镇")], actor=None)
    assert stamp("880101101", "areas") != before


def test_a_name_without_a_room_bears_on_every_room(town: Any) -> None:
    before = [stamp("990101101", room) for room in ("ledgers", "figures", "plans", "reports")]
    audit_write(None, "demo_load", "demo")
    after = [stamp("990101101", room) for room in ("ledgers", "figures", "plans", "reports")]
    assert all(a != b for a, b in zip(before, after, strict=True))


def test_what_belongs_to_no_place_hears_of_what_is_written_everywhere(town: Any) -> None:
    nowhere = frozenset[str]()
    before = marks().stamp(frozenset({"ledgers"}), nowhere)
    ledger = Ledger.objects.get(code="petition")
    record_create(ledger, actor=town.users["zhou"], values={**VALUES, "area_code": town.village})
    assert marks().stamp(frozenset({"ledgers"}), nowhere) == before
    audit_write(None, "ledger_install", "ledgers.ledger")
    assert marks().stamp(frozenset({"ledgers"}), nowhere) != before


def test_a_record_that_changes_towns_moves_both(town: Any, petition: Any) -> None:
    old, new = stamp("990101101"), stamp("990101102")
    place = f"{town.other_town[:9]}201"
    record_change(petition, actor=None, values={"area_code": place}, why="登记错了镇")
    assert stamp("990101101") != old and stamp("990101102") != new


def test_folding_changes_no_sum(town: Any, petition: Any) -> None:
    for n in range(30):
        record_change(petition, actor=None, values={"persons": n + 3}, why="补登")
    before, rows = marks(), Mark.objects.count()
    marks_fold()
    assert marks() == before
    assert Mark.objects.count() == len(before.rows) < rows


def test_moves_are_folded_as_they_come(town: Any, petition: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "FOLD", 8)
    for n in range(40):
        record_change(petition, actor=None, values={"persons": n + 3}, why="补登")
    assert Mark.objects.count() <= len(marks().rows) + 8


def test_a_write_rolled_back_is_never_taken_for_the_next_one(town: Any, petition: Any) -> None:
    before = stamp("990101101")
    with pytest.raises(RuntimeError), transaction.atomic():
        record_change(petition, actor=None, values={"persons": 3}, why="补登")
        void = stamp("990101101")
        raise RuntimeError
    assert stamp("990101101") == before
    record_change(petition, actor=None, values={"persons": 4}, why="补登")
    assert len({before, void, stamp("990101101")}) == 3
