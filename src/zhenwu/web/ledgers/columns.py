"""Which column of a sheet is which field, and what holds for all of its lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenwu.kernel.errors import BadInput
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.imports import import_map
from zhenwu.ledgers.imports.choosing import plan_of
from zhenwu.ledgers.imports.heading import column_letter
from zhenwu.ledgers.imports.measures.heads import LINE, Column
from zhenwu.ledgers.imports.measures.matching import telling
from zhenwu.ledgers.imports.measures.plan import MeasurePlan, when_words
from zhenwu.ledgers.imports.measures.whens import When
from zhenwu.ledgers.imports.plan import Plan
from zhenwu.web.ledgers.frame import frame, open_ledger
from zhenwu.web.ledgers.importing import batch_for, steps_at
from zhenwu.web.ledgers.results import samples
from zhenwu.web.request import WebRequest, ours
from zhenwu.web.shell import render_page

#: An option: value, words, whether it must have a column.
Option = tuple[str, str, bool]


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The page that asks, and what it was told."""
    web = ours(request)
    defn = open_ledger(web, code)
    batch = batch_for(web, defn, pk)
    plan = plan_of(batch)
    error = None
    if web.method == "POST":
        try:
            if not any(f"c{c}" in web.POST for c in plan.heading.columns):
                raise BadInput(
                    _("没有说哪一列对哪一栏"), where=_("对列"), expected=_("每列一个字段，不要的列选不导入"),
                    do=_("请在对列页选好后再存"), code="ZW-COLUMNS",
                )  # fmt: skip
            import_map(batch, actor=web.user, mapping=_told(web, plan))
            return redirect("web:import", code=code, pk=pk)
        except BadInput as bad:
            error = bad
    unsaid = plan.unsaid(defn)
    filled = [rule for key, rule in defn.rules.items() if key in plan.fixed]
    context = {
        **frame(web, defn),
        "batch": batch,
        "plan": plan,
        "error": error,
        "steps": steps_at(1),
        "rows": _rows(plan, defn),
        "options": _options(plan, defn),
        "whens": _whens() if isinstance(plan, MeasurePlan) else [],
        "missing": [rule for rule in unsaid if rule.key] + (filled if not isinstance(plan, MeasurePlan) else plan.filled()),
        "columnless": [rule.label for rule in unsaid if not rule.key],
        "unsaid": len(unsaid),
        "fixed": plan.fixed,
    }  # fmt: skip
    return render_page(request, "web/ledgers/columns.html", context, status=400 if error else 200)


def _told(web: WebRequest, plan: Plan) -> dict[str, Any]:
    """The mapping that the form says; a column of numbers takes its months from a second list."""
    found = {}
    for column in plan.heading.columns:
        key = web.POST.get(f"c{column}", "")
        if key.startswith(("actual:", "planned:")):
            key = f"{key.rpartition(':')[0]}:{web.POST.get(f'w{column}', '')}"
        found[str(column)] = key
    fixed = {name.removeprefix("fixed-"): str(v) for name, v in web.POST.items() if name.startswith("fixed-")}
    return {"columns": found, "fixed": fixed}


def _rows(plan: Plan, defn: Definition) -> list[tuple[int, str, str, str, str, list[str]]]:
    """(column, letter, head, what it is read as, for which months, first values) of every column that has a head."""
    rows = []
    for column, key in sorted(plan.heading.columns.items()):
        told = Column.of(key)
        what = Column(told.measure, LINE, told.planned).key if told else key
        when = told.when.key if told else ""
        first = samples(plan, defn, column, key)
        rows.append((column, column_letter(column), plan.heading.heads[column], what, when, first))
    return rows


def _options(plan: Plan, defn: Definition) -> list[Option]:
    if not isinstance(plan, MeasurePlan):
        return [(rule.key, rule.label, rule.required) for rule in defn.rules.values() if rule.type != "file"]
    found: list[Option] = [(key, defn.labels[key], False) for key in telling(defn)]
    found += [("period", _("期间"), False), ("year", _("年份"), False), ("measure", _("指标"), False)]
    for planned in (False, True):
        words = _("计划%(name)s") if planned else "%(name)s"
        numbers = [("", _("数")), *((m.key, m.name) for m in plan.measures.values())]
        found += [(Column(key, LINE, planned).key, words % {"name": name}, False) for key, name in numbers]
    return found


def _whens() -> list[tuple[str, str]]:
    """Months that a column of numbers may be of."""
    found = [When(month, month) for month in range(1, 13)]
    found += [When(1, month) for month in range(2, 13)] + [When(4, 6), When(7, 9), When(10, 12), When(7, 12)]
    found += [When(this=True), When(running=True)]
    return [("", _("看期间列")), *((when.key, when_words(when)) for when in found)]
