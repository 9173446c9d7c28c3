"""Likeness of two proposals: symmetric, between 0 and 100, and shown in words that both have."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhenwu.livelihood.likeness import SIMILAR, likeness, shared_words

#: A slow machine is no fault of a rule.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

texts = st.text(alphabet="修建村口水渠道路硬化老人食堂，。abc12", max_size=40)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("东坪村通组道路硬化", "硬化东坪村的通组道路", True),
        ("新建老年助餐点", "柳湾村办老年助餐点", True),
        ("希望尽快解决我村饮水问题", "建议村民饮水管网改造", False),
        ("户厕改造", "新建老年助餐点", False),
        ("建议尽快解决问题", "希望尽快解决问题", False),
    ],
)
def test_what_wants_the_same_reads_alike(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= SIMILAR) is alike


@steady
@given(one=texts, other=texts)
def test_likeness_is_a_share(one: str, other: str) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found <= 100
    for word in shared_words(one, other):
        assert len(word) >= 2 and word in one and word in other


@steady
@given(one=texts)
def test_a_text_is_like_itself(one: str) -> None:
    assert likeness(one, one) in (0, 100)
