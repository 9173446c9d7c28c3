"""An edition's rows as its page prints them: in the language of the page, from what was frozen and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhenwu.reports.editions.comparing import Changes, Content, changes
from zhenwu.reports.models import Edition, EditionFigure, EditionPromise, EditionReport
from zhenwu.web.figures.presenting import Shown, growth_words, shown
from zhenwu.web.kit.states import WORDS


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in words. note : what is new beside the edition before, or "". before : its value then."""

    row: EditionFigure
    name: str
    value: Shown
    growth: str
    source: str
    what: str
    more: tuple[tuple[str, str], ...]
    note: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise; note as with a figure."""

    row: EditionPromise
    judged: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What the template of an edition lists."""

    figures: list[FigureLine]
    #: final figures that a draft leaves out
    others: list[FigureLine]
    promises: list[PromiseLine]
    reports: list[EditionReport]
    done: int


def page_of(content: Content, earlier: Content | None = None, *, hints: bool = False) -> Page:
    """The lines of an edition. earlier : the one before it; hints : say of each line what is new."""
    found = changes(earlier, content) if earlier is not None and hints else None
    new = {row.pk for row in (*found.new_figures, *found.new_promises)} if found else set()
    before = {row.pk: old for row, old in (*found.revised, *found.moved)} if found else {}
    turned = {row.pk: old for row, old in found.turned} if found else {}
    figures = [
        FigureLine(
            row, name_of(row), value_of(row), "" if row.growth is None else growth_words(row.growth, row.growth_unit, row.places),
            _("部门统计") if row.source == "received" else _("台账汇总"), str(row.definition[0][1]) if row.definition else "",
            tuple((str(label), str(words)) for label, words in row.definition[1:]),
            _("新增") if row.pk in new else "", said(before[row.pk]) if row.pk in before else "",
        )
        for row in content.figures
    ]  # fmt: skip
    promises = [
        PromiseLine(
            row, str(WORDS.get(row.computed_state, "")) if row.computed_state else "",
            _("新增") if row.pk in new else _("上期%(state)s") % {"state": WORDS.get(turned[row.pk].state, "")} if row.pk in turned else "",
        )
        for row in content.promises
    ]  # fmt: skip
    return Page(
        [line for line in figures if line.row.included], [line for line in figures if not line.row.included], promises,
        list(content.reports), sum(line.row.state == "done" for line in promises),
    )  # fmt: skip


def issue(edition: Edition) -> str:
    """Which edition of the year."""
    return _("%(year)s年第%(n)s期") % {"year": edition.year, "n": edition.number}


def name_of(row: EditionFigure) -> str:
    return row.name_en if (get_language() or "").startswith("en") and row.name_en else row.name


def value_of(row: EditionFigure) -> Shown:
    """The value, or that it is of too few to be shown."""
    if row.value is None:
        return Shown(_("不满3，不公布"), known=False)
    return shown(row.value, row.unit, places=row.places, shown_in=row.shown_in)


def said(row: EditionFigure) -> str:
    value = value_of(row)
    return f"{value.number}{value.unit}"


def change_lines(found: Changes) -> list[tuple[str, list[str]]]:
    """What changed, group by group, in words: (heading, lines). Promises by their first words."""

    def named(rows: Any) -> list[str]:
        return [name_of(row) for row in rows]

    def quoted(rows: Any) -> list[str]:
        return [short(row.quote) for row in rows]

    groups = [
        (_("更正的数"), [f"{name_of(new)}：{said(old)} → {said(new)}" for new, old in found.revised]),
        (_("状态变了的承诺"), [
            f"{short(new.quote)}：{WORDS.get(old.state, old.state)} → {WORDS.get(new.state, new.state)}" for new, old in found.turned
        ]),
        (_("新公布的数"), named(found.new_figures)),
        (_("这一期没有的数"), named(found.gone_figures)),
        (_("新公布的承诺"), quoted(found.new_promises)),
        (_("这一期没有的承诺"), quoted(found.gone_promises)),
        (_("新公布的报告"), [row.title for row in found.new_reports]),
    ]  # fmt: skip
    return [(head, lines) for head, lines in groups if lines]


def short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
