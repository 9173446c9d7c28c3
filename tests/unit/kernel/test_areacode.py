"""Division codes: levels, ancestors, and ranges that hold exactly what lies below."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput

TOWN, VILLAGE, GRID = "990101101000", "990101101202", "990101101202003"


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A well-formed code of any level; parts above the level are never zero."""
    wanted = draw(st.sampled_from(areacode.LEVELS))
    widths = {"province": 2, "city": 2, "county": 2, "township": 3, "village": 3, "grid": 3}
    text = ""
    for name in areacode.LEVELS[: areacode.LEVELS.index(wanted) + 1]:
        width = widths[name]
        text += f"{draw(st.integers(1, 10**width - 1)):0{width}d}"
    return text.ljust(12, "0")


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("990000000000", "province", None),
        ("990100000000", "city", "990000000000"),
        ("990101000000", "county", "990100000000"),
        (TOWN, "township", "990101000000"),
        (VILLAGE, "village", TOWN),
        (GRID, "grid", VILLAGE),
    ],
)
def test_a_code_says_its_level_and_its_parent(code: str, level: str, parent: str | None) -> None:
    assert (areacode.level(code), areacode.parent(code)) == (level, parent)
    assert level in areacode.LEVEL_NAMES and areacode.check(code) == code


def test_ranges_leave_the_neighbours_out() -> None:
    low, high = areacode.bounds(VILLAGE)
    assert low <= VILLAGE <= high and low <= GRID <= high
    for outside in ("990101101201", "990101101201999", "990101101203", "990101101203001", TOWN):
        assert not low <= outside <= high
    assert areacode.bounds(GRID) == (GRID, GRID)


@given(codes(), codes())
def test_a_range_is_the_same_as_lying_within(code: str, area: str) -> None:
    low, high = areacode.bounds(area)
    assert (low <= code <= high) == areacode.within(code, area)


@given(codes())
def test_everything_lies_in_its_ancestors(code: str) -> None:
    above = areacode.parent(code)
    while above is not None:
        assert areacode.within(code, above) and not areacode.within(above, code)
        assert areacode.at(code, areacode.level(above)) == above
        code, above = above, areacode.parent(above)
    assert areacode.level(code) == "province"


@given(codes())
def test_children_share_the_childs_width(code: str) -> None:
    above = areacode.parent(code)
    if above is not None:
        assert len(areacode.prefix(code)) == areacode.child_width(above)


def test_the_town_and_village_of_a_place() -> None:
    assert (areacode.town_of(GRID), areacode.village_of(GRID)) == (TOWN, VILLAGE)
    assert areacode.town_of("990101000000") == "990101000000"  # a county lies in no town


@pytest.mark.parametrize(
    "code",
    [
        "",
        "9901",
        "99010110100",
        "9901011010000",
        "99010110100０",
        "９９０１０１１０１０００",
        "00" + "1" * 10,
        "abcdefghijkl",
    ],
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(BadInput, match="区划代码"):
        areacode.check(code)
