"""What differs between two editions of a town. Pure: takes rows, asks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhenwu.reports.models import Edition, EditionFigure, EditionPromise, EditionReport


@dataclass(frozen=True, slots=True)
class Content:
    """An edition with the rows that it shows."""

    edition: Edition
    figures: tuple[EditionFigure, ...]
    promises: tuple[EditionPromise, ...]
    reports: tuple[EditionReport, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """From an earlier edition to a later one. Pairs are (later row, earlier row)."""

    earlier: Edition
    later: Edition
    new_figures: tuple[EditionFigure, ...] = ()
    gone_figures: tuple[EditionFigure, ...] = ()
    #: told again for the same months, and not the same
    revised: tuple[tuple[EditionFigure, EditionFigure], ...] = ()
    #: told for other months now
    moved: tuple[tuple[EditionFigure, EditionFigure], ...] = ()
    new_promises: tuple[EditionPromise, ...] = ()
    gone_promises: tuple[EditionPromise, ...] = ()
    #: in another state now
    turned: tuple[tuple[EditionPromise, EditionPromise], ...] = ()
    new_reports: tuple[EditionReport, ...] = ()

    @property
    def same_months(self) -> bool:
        return self.earlier.period == self.later.period

    def __bool__(self) -> bool:
        return bool(
            self.new_figures or self.gone_figures or self.revised or self.new_promises or self.gone_promises or self.turned
            or self.new_reports or self.moved
        )  # fmt: skip


def content_of(edition: Edition, *, whole: bool = False) -> Content:
    """The rows that an edition shows; whole: with those that were left out."""

    def chosen(rows: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(row for row in rows if whole or row.included)

    reports = edition.reports.select_related("version__report").defer("version__content", "version__text")
    return Content(edition, chosen(edition.figures.all()), chosen(edition.promises.all()), chosen(reports))


def changes(earlier: Content, later: Content) -> Changes:
    """What is new, gone, revised or turned; promises are the same that are of one item of the plan, or say the same words."""
    figures = {row.metric_code: row for row in earlier.figures}
    now = {row.metric_code for row in later.figures}
    both = [(row, figures[row.metric_code]) for row in later.figures if row.metric_code in figures]
    same_months = earlier.edition.period == later.edition.period
    promises = {_promise(row): row for row in earlier.promises}
    promised = {_promise(row) for row in later.promises}
    versions = {row.version_id for row in earlier.reports}
    return Changes(
        earlier.edition, later.edition,
        new_figures=tuple(row for row in later.figures if row.metric_code not in figures),
        gone_figures=tuple(row for row in earlier.figures if row.metric_code not in now),
        revised=tuple((a, b) for a, b in both if same_months and _said(a) != _said(b)),
        moved=tuple((a, b) for a, b in both if not same_months),
        new_promises=tuple(row for row in later.promises if _promise(row) not in promises),
        gone_promises=tuple(row for row in earlier.promises if _promise(row) not in promised),
        turned=tuple(
            (row, promises[_promise(row)]) for row in later.promises
            if _promise(row) in promises and promises[_promise(row)].state != row.state
        ),
        new_reports=tuple(row for row in later.reports if row.version_id not in versions),
    )  # fmt: skip


def _promise(row: EditionPromise) -> object:
    return row.item_id or row.quote


def _said(row: EditionFigure) -> tuple[Any, ...]:
    return row.value, row.growth, row.unit
