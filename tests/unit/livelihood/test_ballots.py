"""The counts of a ballot: a table of cases, and what holds for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhenwu.livelihood.rules import Count, Line, ballot_faults, grade_faults, tally

#: A slow machine is no fault of a rule.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CASES = yaml.safe_load(Path(__file__).with_name("ballots.yaml").read_text("utf-8"))


def count_of(case: dict[str, Any]) -> Count:
    lines = tuple(
        Line(key, name, votes, won) for key, (name, (votes, won)) in enumerate(case["lines"].items())
    )
    return Count(lines=lines, **{"per_ballot": case["count"]["places"], **case["count"]})


@pytest.mark.parametrize("case", CASES, ids=[case["say"] for case in CASES])
def test_a_count(case: dict[str, Any]) -> None:
    count = count_of(case)
    faults = ballot_faults(count)
    assert [[fault.code, fault.where] for fault in faults] == case.get("faults", [])
    assert all(fault.what and fault.expected and fault.do for fault in faults)
    if "chosen" in case:
        names = {line.key: line.name for line in count.lines}
        found = tally(count)
        assert sorted(names[key] for key in found.chosen) == sorted(case["chosen"])
        assert sorted(names[key] for key in found.tied) == sorted(case.get("tied", []))
        assert found.open_places == case.get("open", 0)


def test_a_candidate_listed_twice() -> None:
    lines = (Line(1, "甲", 9, True), Line(1, "甲", 8), Line(2, "乙", 1))
    count = Count(1, 3, 20, 20, 20, 20, 0, lines)
    assert [fault.code for fault in ballot_faults(count)] == ["ZW-BALLOT-TWICE"]


votes = st.lists(st.integers(0, 60), min_size=2, max_size=12)


@steady
@given(votes=votes, places=st.integers(1, 11), threshold=st.sampled_from(["none", "present", "all"]))
def test_a_tally_never_draws_equal_votes_apart(votes: list[int], places: int, threshold: str) -> None:
    lines = tuple(Line(key, str(key), n) for key, n in enumerate(votes))
    count = Count(places, len(votes), 60, 60, 60, 60, 0, lines, threshold)
    found = tally(count)
    by_key = dict(enumerate(votes))
    assert not found.chosen & found.tied and not (found.chosen | found.tied) & found.short
    assert len({by_key[key] for key in found.tied}) <= 1
    out = set(by_key) - found.chosen - found.tied - found.short
    for key in found.chosen:
        assert all(by_key[key] > by_key[other] for other in out | found.tied)
    assert len(found.chosen) + found.open_places <= places
    if found.tied:
        assert 0 < found.open_places < len(found.tied)
    elif len(found.short) < len(votes) - places:
        assert len(found.chosen) == places


@steady
@given(votes=votes, places=st.integers(1, 11))
def test_what_the_votes_come_to_is_accepted_when_announced(votes: list[int], places: int) -> None:
    """The tally's own answer is never called a contradiction, and any other one is."""
    if len(votes) <= places:
        return
    lines = tuple(Line(key, str(key), n) for key, n in enumerate(votes))
    count = Count(places, len(votes), 60, 60, 60, 60, 0, lines)
    found = tally(count)

    def said(chosen: set[int]) -> Count:
        told = tuple(Line(one.key, one.name, one.votes, one.key in chosen) for one in lines)
        return Count(places, len(votes), 60, 60, 60, 60, 0, told)

    assert not ballot_faults(said(set(found.chosen)))
    for key in range(len(votes)):
        assert ballot_faults(said(set(found.chosen) ^ {key}))


@pytest.mark.parametrize(
    ("asked", "answered", "grades", "codes"),
    [
        (45, 42, [30, 9, 2, 1], []),
        (45, 0, [0, 0, 0, 0], []),
        (0, 0, [0, 0, 0, 0], ["ZW-TEST-ASKED"]),
        (40, 42, [30, 9, 2, 1], ["ZW-TEST-ANSWERED"]),
        (45, 42, [30, 9, 2, 2], ["ZW-TEST-SUM"]),
        (0, 3, [1, 0, 0, 0], ["ZW-TEST-ASKED", "ZW-TEST-ANSWERED", "ZW-TEST-SUM"]),
    ],
)
def test_the_counts_of_a_test(asked: int, answered: int, grades: list[int], codes: list[str]) -> None:
    assert [fault.code for fault in grade_faults(asked, answered, grades)] == codes
