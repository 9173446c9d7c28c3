"""All subjects of an assessment side by side: as computed now, as published, and as a year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhenwu.assessment.choices import Answer, Kind, Phase
from zhenwu.assessment.models import Assessment, Frozen, Judgement, Objection
from zhenwu.assessment.queries.measures import Measured, measured
from zhenwu.assessment.queries.subjects import Subject, subjects_of
from zhenwu.assessment.rules import Given, Mark, Total, item_mark, standing, total
from zhenwu.catalog import ItemSpec

_NOTHING = Measured(Given())


@dataclass(frozen=True, slots=True)
class Cell:
    """An item of a subject: its points now, what they come from, and (once published) its points then."""

    item: ItemSpec
    mark: Mark
    measured: Measured
    judgement: Judgement | None = None
    frozen: Mapping[str, Any] | None = None

    @property
    def then(self) -> Decimal | None:
        """Points as published; None where the item was left out."""
        text = self.frozen.get("points") if self.frozen else None
        return Decimal(str(text)) if text is not None else None

    @property
    def changed(self) -> bool:
        """Whether the points are others than those published."""
        return self.frozen is not None and self.then != self.mark.points

    @property
    def points(self) -> Decimal | None:
        """The points that stand: as published, else as computed now."""
        return self.mark.points if self.frozen is None else self.then

    @property
    def out(self) -> str:
        """Why the item is left out, as published, else as computed now."""
        return self.mark.out if self.frozen is None else str(self.frozen.get("out", ""))

    @property
    def shown(self) -> str:
        return self.measured.shown if self.frozen is None else str(self.frozen.get("shown", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """A subject with its cells. now, place_now : computed; frozen : as published; last : a year before."""

    subject: Subject
    cells: tuple[Cell, ...]
    now: Total
    place_now: int | None
    frozen: Frozen | None = None
    last: Frozen | None = None

    @property
    def points(self) -> Decimal | None:
        return self.frozen.points if self.frozen else self.now.points

    @property
    def place(self) -> int | None:
        return self.frozen.place if self.frozen else self.place_now

    @property
    def base(self) -> Decimal:
        return self.frozen.base if self.frozen else self.now.base

    @property
    def full(self) -> Decimal:
        return self.frozen.full if self.frozen else self.now.full

    @property
    def scaled(self) -> bool:
        """Whether items are left out, so that the total is scaled up from those that count."""
        return self.base != self.full and self.points is not None

    @property
    def changed(self) -> bool:
        return self.frozen is not None and self.frozen.points != self.now.points

    def cell(self, key: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.item.key == key), None)


@dataclass(frozen=True, slots=True)
class Board:
    """rows : in the order of their places; those without a total last."""

    assessment: Assessment
    items: tuple[ItemSpec, ...]
    rows: tuple[Row, ...]
    before: Assessment | None

    @property
    def published(self) -> bool:
        return self.assessment.phase == Phase.PUBLISHED

    @property
    def full(self) -> Decimal:
        return sum((item.weight for item in self.items), Decimal(0))

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.subject.key == key), None)


def board(assessment: Assessment) -> Board:
    """Everything of an assessment. Of one that is published the frozen points stand, what is computed now beside them."""
    items = assessment.rules.specs
    subjects = subjects_of(assessment.area_code, assessment.subject, assessment.end)
    found = measured(assessment, subjects, items)
    judged = {
        (row.subject_key, row.item): row for row in assessment.judgements.select_related("by").order_by("id")
    }
    upheld = {
        (row.subject_key, row.item): row
        for row in Objection.objects.filter(assessment=assessment, state=Answer.UPHELD).order_by("id")
    }
    frozen = {row.subject_key: row for row in assessment.frozen.all()}
    before = last_year(assessment)
    last = {row.subject_key: row for row in before.frozen.all()} if before else {}
    marks = {
        subject.key: [
            _mark(item, found.get(at, _NOTHING), judged.get(at), upheld.get(at))
            for item in items
            for at in [(subject.key, item.key)]
        ]
        for subject in subjects
    }  # fmt: skip
    totals = {key: total(rows) for key, rows in marks.items()}
    places = standing({key: one.points for key, one in totals.items()})
    rows = []
    for subject in subjects:
        then = frozen.get(subject.key)
        cells = tuple(
            Cell(
                item, mark, found.get((subject.key, item.key), _NOTHING), judged.get((subject.key, item.key)),
                then.mark(item.key) if then else None,
            )
            for item, mark in zip(items, marks[subject.key], strict=True)
        )  # fmt: skip
        rows.append(
            Row(subject, cells, totals[subject.key], places.get(subject.key), then, last.get(subject.key))
        )
    rows.sort(key=lambda row: (row.place is None, row.place or 0))
    return Board(assessment, items, tuple(rows), before)


def _mark(item: ItemSpec, one: Measured, judgement: Judgement | None, objection: Objection | None) -> Mark:
    given = Given(judgement.points) if item.kind == Kind.JUDGED and judgement else one.given
    mark = item_mark(item, given)
    if objection is None or objection.points_after is None:
        return mark
    return Mark(item.key, item.weight, objection.points_after, "", mark.bonus, adjusted=True)


def total_with(row: Row, key: str, points: Decimal) -> Total:
    """The subject's total if an item earned these points."""
    return total(
        Mark(one.mark.key, one.mark.weight, points, "", one.mark.bonus) if one.item.key == key else one.mark
        for one in row.cells
    )


def last_year(assessment: Assessment) -> Assessment | None:
    """The published assessment of the same place and subjects for the same days a year before."""
    period = assessment.period.year_before()
    return Assessment.objects.filter(
        area_code=assessment.area_code, subject=assessment.subject, start=period.start, end=period.end, phase=Phase.PUBLISHED
    ).first()  # fmt: skip
