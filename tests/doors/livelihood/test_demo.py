"""The demonstration's livelihood projects: last winter's ballot, money and test, and who is offered what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhenwu.livelihood.actions import ballot_record, project_take
from zhenwu.livelihood.models import Ballot, Project, Proposal
from zhenwu.livelihood.rules import Count, Line

pytestmark = pytest.mark.django_db


def door(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_demonstration_tells_last_winters_ballot(demo: Any) -> None:
    page = door(demo.users["zheng"])
    whole = page.get("/livelihood/").content.decode()
    assert Project.objects.filter(town_code=demo.code).count() == 6
    for project in Project.objects.filter(town_code=demo.code):
        assert project.title in whole and project.item.livelihood == project.number
    assert "92.0%" in whole and "n=113" in whole
    ballot = Ballot.objects.get(town_code=demo.code)
    shown = page.get(reverse("web:livelihood-ballot", args=[ballot.pk])).content.decode()
    assert shown.count("没有选上") == 3 and "至少42票" in shown
    assert "撤回这一轮" not in shown


def test_only_the_clerk_is_offered_the_buttons(demo: Any) -> None:
    project = Project.objects.filter(town_code=demo.code).first()
    assert project is not None
    url = reverse("web:livelihood-project", args=[project.pk])
    assert "记支付" in door(demo.users["zhou"]).get(url).content.decode()
    assert "记支付" not in door(demo.users["zheng"]).get(url).content.decode()


def test_queries_do_not_grow_with_projects(demo: Any) -> None:
    page, clerk = door(demo.users["zheng"]), demo.users["zhou"]

    def asked() -> int:
        page.get("/livelihood/")  # lights are kept from here on
        with CaptureQueriesContext(connection) as queries:
            page.get("/livelihood/")
        return len(queries)

    before = asked()
    rest = list(Proposal.objects.filter(town_code=demo.code, state="shortlisted", lines__chosen=False)[:3])
    count = Count(
        2,
        2,
        82,
        78,
        78,
        78,
        0,
        tuple(Line(row.pk, row.title, 60 - 10 * n, n < 2) for n, row in enumerate(rest)),
    )
    ballot = ballot_record(
        actor=clerk, town_code=demo.code, year=demo.year, meeting="第六次会议", held_on=date(2026, 7, 1), presided_by="主席团",
        method="open", count=count, minutes="举手表决。", round_number=2,
    )  # fmt: skip
    for number, line in enumerate(
        ballot.lines.filter(chosen=True).select_related("ballot", "proposal__office"), 7
    ):
        project_take(line, actor=clerk, number=number, office=line.proposal.office, due_on=date(2026, 12, 1))
    assert Project.objects.filter(town_code=demo.code).count() == 8
    # the second round itself costs its own reading
    assert asked() <= before + 4
