"""Notices behind an office's rate: all of them count, and those on records say what they are about to who may read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.plans.conftest import cast

from zhenwu.accounts.models import Office
from zhenwu.assessment.actions import assessment_start
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger
from zhenwu.plans.actions import supervision_issue

__all__ = ["cast"]
pytestmark = pytest.mark.django_db


def test_a_notice_on_a_record_out_of_reach_counts_and_says_no_more_than_its_number(
    town: Any, cast: Any
) -> None:
    values = {
        "area_code": town.neighbour,
        "title": "反映水渠堵塞",
        "occurred_on": date(2026, 9, 3),
        "channel": "来访",
        "persons": 2,
    }
    record = record_create(Ledger.objects.get(code="petition"), actor=cast.clerk, values=values)
    office = Office.objects.select_related("area").get(area__code=town.code, code="dangzheng")
    notice = supervision_issue(
        actor=cast.leader, record=record, office=office, requirement="王小虎一户请上门。", on=date(2026, 9, 10),
        reply_due=date(2026, 9, 17),
    )  # fmt: skip
    found = assessment_start(
        actor=cast.leader, area_code=town.code, subject="office", period=Period.to_month(2026, 9)
    )
    page = reverse("web:assessment-subject", args=[found.pk, f"office-{office.pk}"])
    shown = {}
    for name in ("clerk", "cadre"):
        client = Client()
        client.force_login(getattr(cast, name))
        shown[name] = client.get(page).content.decode()
    notice_page = reverse("web:plan-supervision", args=[notice.pk])
    assert "王小虎" in shown["clerk"] and notice_page in shown["clerk"]
    assert notice.number in shown["cadre"]
    assert "王小虎" not in shown["cadre"] and notice_page not in shown["cadre"]
