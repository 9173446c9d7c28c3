"""What is wrong with a town's own rules is said in English on an English page, whatever it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from zhenwu.assessment.models import Rules

pytestmark = pytest.mark.django_db

CHINESE = re.compile(r"[\u3400-\u9fff]")
REACH = {"kind": "reach", "weight": "40", "metric": "petition.closed_rate", "full": "100", "zero": "60"}


@pytest.fixture
def rules(demo: Any) -> Rules:
    found: Rules = Rules.objects.get(subject="village", area_code="")
    return found


def said(demo: Any, rules: Rules, line: dict[str, str], language: str, name: str = "Own item") -> str:
    """The faults that the page says about one line, in the language."""
    page = Client()
    page.force_login(demo.users["zhou"])
    page.cookies["django_language"] = language
    data = {"name": "办法", "valid_from": "2026-11-01", "source": "依据", "i0_name": name, "i0_nodata": "out"}
    data |= {f"i0_{column}": value for column, value in line.items()}
    answer = page.post(reverse("web:assessment-rule", args=[rules.pk]), data)
    assert answer.status_code == 400
    found = re.search(r'<div[^>]*class="er".*?</div>', answer.content.decode(), re.DOTALL)
    assert found, answer.content.decode()
    return re.sub(r'<[^>]*lang="zh"[^>]*>[^<]*<|<[^>]+>', " ", found[0])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({**REACH, "weight": "many"}, "is no number"),
        ({**REACH, "weight": "-4"}, "The points -4 are wrong"),
        ({**REACH, "weight": ""}, "The points 0 are wrong"),
        ({**REACH, "full": "60"}, "The values for full and for no points are missing or the same"),
        ({**REACH, "cap": "20"}, "The cap 20 is below the points 40"),
        ({**REACH, "least": "-1"}, "The least denominator -1 is wrong"),
        ({**REACH, "metric": ""}, "There is no metric"),
        ({"kind": "deduct", "weight": "10", "metric": "petition.visits"}, "How many points each takes off"),
        ({"kind": "deduct", "weight": "10", "metric": "petition.visits", "per": "1", "cap": "20"}, "The most to take off, 20"),
        ({"kind": "add", "weight": "5", "metric": "petition.visits", "per": "1", "cap": "5"}, "The points 5 are wrong"),
        ({"kind": "add", "weight": "", "metric": "petition.visits", "per": "1"}, "A bonus has no cap"),
        ({"kind": "judged", "weight": "5", "metric": "petition.visits"}, "a judged item has no metric"),
        ({"kind": "", "weight": "5"}, "There is no way of scoring"),
    ],
)  # fmt: skip
def test_a_fault_of_a_line(demo: Any, rules: Rules, line: dict[str, str], words: str) -> None:
    assert CHINESE.search(said(demo, rules, line, "zh-hans"))
    english = said(demo, rules, line, "en")
    assert words.lower() in english.lower(), english
    assert not CHINESE.search(english), english


def test_no_item_at_all_a_name_too_long_and_a_day_before_the_last(demo: Any, rules: Rules) -> None:
    for name, line in (("", REACH), ("x" * 61, REACH)):
        english = said(demo, rules, line, "en", name=name)
        assert not CHINESE.search(english), english
