"""Reads of projects: how far each is, its money, its tests, and what outsiders may see of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from zhenwu.livelihood.choices import Source
from zhenwu.livelihood.models import Payment, Project, Proposal, SatisfactionTest
from zhenwu.livelihood.queries.ballots import BallotView, view_of
from zhenwu.plans.choices import ItemStatus, PlanState
from zhenwu.plans.models import Item, Milestone, Plan
from zhenwu.plans.queries import lit_plan

_STANDING = {"withdrawn_on__isnull": True}


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project with its light, the money paid (None: nothing entered), and its tests, the last first."""

    project: Project
    light: Any
    paid: Decimal | None
    tests: tuple[SatisfactionTest, ...]

    @property
    def over(self) -> Decimal | None:
        """How much more was paid than planned."""
        planned = self.project.planned
        if planned is None or self.paid is None or self.paid <= planned:
            return None
        return self.paid - planned


def _rows(rows: Any) -> Any:
    return rows.select_related(
        "item__plan", "item__lead_office", "line__ballot", "line__proposal"
    ).prefetch_related(
        Prefetch("payments", Payment.objects.filter(**_STANDING).order_by("on", "id")),
        Prefetch("tests", SatisfactionTest.objects.filter(**_STANDING).order_by("-on", "-id")),
    )


def _views(rows: Iterable[Project]) -> list[ProjectView]:
    found, lit = [], {}
    for project in rows:
        plan = project.item.plan
        if plan.pk not in lit:
            lit[plan.pk] = lit_plan(plan).lights
        paid = [payment.amount for payment in project.payments.all()]
        found.append(
            ProjectView(
                project, lit[plan.pk].get(project.item_id), sum(paid, Decimal(0)) if paid else None, tuple(project.tests.all())
            )
        )  # fmt: skip
    return found


def project_views(town_code: str, year: int) -> list[ProjectView]:
    """The livelihood projects of a town's year, in the order of their numbers."""
    rows = Project.objects.filter(town_code=town_code, year=year).order_by("number")
    return _views(_rows(rows))


def item_choices(plan: Plan) -> list[Item]:
    """Standing items that no project stands behind yet; those that the report lists as livelihood projects first."""
    rows = plan.items.standing().filter(livelihood_project__isnull=True)
    return sorted(rows, key=lambda item: (item.livelihood is None, item.livelihood or 0, item.order))


@dataclass(frozen=True, slots=True)
class PublicProject:
    """What outsiders may see of a project, from candidate to test: counts, dates and sums, never a person or a single proposal.

    proposals : who proposed it → how many. milestones : the item's steps. paid, planned : yuan.
    """

    project: Project
    proposals: tuple[tuple[str, int], ...]
    people: int | None
    ballot: BallotView
    votes: int
    rank: int
    light: Any
    office: str
    due_on: date | None
    milestones: tuple[Milestone, ...]
    planned: Decimal | None
    paid: Decimal | None
    tests: tuple[SatisfactionTest, ...]


def public_project(project: Project) -> PublicProject:
    """A project's public page."""
    view = _views(_rows(Project.objects.filter(pk=project.pk)))[0]
    project = view.project
    head = project.line.proposal
    heard = [head, *Proposal.objects.filter(joined_into=head)]
    counted = tuple(
        (str(source.label), n) for source in Source if (n := sum(one.source == source for one in heard))
    )
    ballot = view_of(project.line.ballot)
    placed = next(row for row in ballot.rows if row.line.pk == project.line_id)
    return PublicProject(
        project=project, proposals=counted, people=head.people, ballot=ballot, votes=placed.line.votes, rank=placed.rank,
        light=view.light, office=str(project.item.lead_office or ""), due_on=project.item.due_on,
        milestones=tuple(project.item.milestones.all()), planned=project.planned, paid=view.paid, tests=view.tests,
    )  # fmt: skip


def public_projects(town_code: str, year: int) -> list[PublicProject]:
    """The projects of a year that outsiders may see: those of a plan in force, not of a draft, and none that was dropped."""
    rows = Project.objects.filter(
        town_code=town_code, year=year, item__status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE]
    )
    shown = rows.exclude(item__plan__state=PlanState.DRAFT).order_by("number")
    return [public_project(project) for project in shown]
