"""The list of ledgers, a ledger's table, its export and its saved views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.audit.actions import audit_write
from zhenwu.catalog import work_rows
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.ledgers.choices import Archetype
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.filtering import Conditions, chips, default_sort, is_register, read_conditions
from zhenwu.ledgers.models import SavedView
from zhenwu.ledgers.queries import cross_table, find_records, ledger_counts, place_names, sums, view_counts
from zhenwu.ledgers.rights import may_anywhere
from zhenwu.ledgers.saved import view_drop, view_save
from zhenwu.web.ledgers.cells import all_columns, place_text, raw_value, table_lines, value_text
from zhenwu.web.ledgers.frame import frame, ledger_name, open_ledger, yes_no
from zhenwu.web.request import key_of, ours
from zhenwu.web.shell import render_page
from zhenwu.writer.xlsx import Column, table

PER_PAGE = 20
#: Rows that one export may hold; more asks for narrower conditions.
MOST_EXPORTED = 50_000


@require_GET
def ledger_list(request: HttpRequest) -> HttpResponse:
    """All ledgers by the rows of the work table, with what stands in them."""
    web = ours(request)
    counts = ledger_counts(web.user, web.zw.area, web.zw.year)
    rows: dict[str, list[Any]] = {}
    for count in counts:
        rows.setdefault(count.ledger.work_row, []).append((count, ledger_name(count.ledger)))
    names = work_rows()
    groups = [(row, names[row], rows[row]) for row in names if row in rows]
    context = {
        **frame(web, None, counts=counts),
        "groups": groups,
        "open": sum(c.open or 0 for c in counts),
        "late": sum(c.late for c in counts),
        "count": len(counts),
    }
    return render_page(request, "web/ledgers/list.html", context)


@require_GET
def record_new(request: HttpRequest) -> HttpResponse:
    """Where something is to be written down: the ledgers that the person writes in."""
    web = ours(request)
    counts = ledger_counts(web.user, web.zw.area, web.zw.year)
    mine = [(c, ledger_name(c.ledger)) for c in counts if may_anywhere(web.user, "record.write", c.ledger)]
    return render_page(
        request, "web/ledgers/new.html", {**frame(web, None, counts=counts), "nav": "new", "mine": mine}
    )


def _query(params: dict[str, Any]) -> str:
    return f"?{urlencode(params, doseq=True)}"


def _tabs(
    defn: Definition, asked: Conditions, counts: Mapping[str, Any], saved: list[SavedView], current: str
) -> list[Any]:
    names = (
        [("open", _("在办")), ("late", _("逾期")), ("soon", _("7日内到期")), ("mine", _("我经办"))]
        if defn.ledger.stages
        else []
    )
    if is_register(defn):
        names += [("open", _("在册"))]
    names += [("all", _("全年"))]
    if not defn.ledger.stages:
        names += [("month", _("本月"))]
    if counts["withdrawn"]:
        names += [("withdrawn", _("已撤回"))]
    tabs = [
        (text, _query({"view": view}), counts[view], asked.view == view and not current) for view, text in names
    ]  # fmt: skip
    tabs += [(v.name, _query({**v.query, "saved": v.pk}), None, current == str(v.pk)) for v in saved]
    return tabs


def answer_kind(defn: Definition) -> str:
    """Which sentence answers for the ledger."""
    if defn.ledger.stages:
        return "project" if defn.ledger.archetype == Archetype.PROJECT else "case"
    kinds = {Archetype.SUBJECT: "subject", Archetype.PAYMENT: "payment"}
    return kinds.get(Archetype(defn.ledger.archetype), "activity")


@require_GET
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    """A ledger: the answer, its views, where its open records are, and the records."""
    web = ours(request)
    defn = open_ledger(web, code)
    asked = read_conditions(defn, web.GET, area=web.zw.area, year=web.zw.year)
    query = find_records(web.user, defn, asked)
    total = sums(query, asked.area)
    paginator = Paginator(query, PER_PAGE)
    paginator.count = total.count  # the sum line has counted already
    page = paginator.get_page(web.GET.get("page"))
    names = place_names(web.zw.area)
    columns = all_columns(defn, web.GET.getlist("cols"))
    keep = [("cols", c) for c in web.GET.getlist("cols")]
    lines = table_lines(page.object_list, columns, defn, names, web.zw.area, web.zw.year)
    shown = [c for c in columns if c.shown]
    remove = []
    for name, value, param, _key in chips(defn, asked, names.get(asked.place, asked.place)):
        rest = {k: v for k, v in asked.params.items() if k != param}
        remove.append((name, value, _query(rest) if param else ""))
    walk = _query(asked.params | ({"sort": asked.sort} if asked.sort else {}))
    context: dict[str, Any] = {
        **frame(web, defn),
        "asked": asked,
        "page": page,
        "columns": shown,
        "lines": lines,
        "sums": total,
        **_foot([_sum_of(c.key, total) for c in shown]),
        "walk": walk,
        "chips": remove,
        "default_sort": default_sort(defn, asked.view),
    }
    if not web.htmx.wants_part:
        counts = view_counts(web.user, defn, web.zw.area, web.zw.year)
        saved = list(SavedView.objects.filter(ledger=defn.ledger, owner=web.user))
        context |= {
            "counts": counts,
            "kind": answer_kind(defn),
            "tabs": _tabs(defn, asked, counts, saved, web.GET.get("saved", "")),
            "saved": next((v for v in saved if str(v.pk) == web.GET.get("saved")), None),
            "cross": cross_table(
                web.user, defn, web.zw.area, projects=defn.ledger.archetype == Archetype.PROJECT
            ),
            "all_columns": columns,
            "filters": _filters(defn, asked),
            "places": _places(names, web.zw.area),
            "hidden": [(k, v) for k, v in asked.params.items() if k == "view"] + keep,
            "export": reverse("web:ledger-export", args=[code]) + walk,
            "whole_query": walk[1:],
        }
    return render_page(request, "web/ledgers/ledger.html", context, part={"table": "web/ledgers/_table.html"})


def _sum_of(key: str, total: Any) -> Any:
    return getattr(total, key, None) if key in ("persons", "amount", "quantity") else None


def _foot(values: list[Any]) -> dict[str, Any]:
    """The count spans up to the first column that has a sum."""
    first = next((i for i, value in enumerate(values) if value is not None), len(values))
    first = max(first, 1)
    return {"lead": first + 1, "foot": values[first:]}


def _filters(defn: Definition, asked: Conditions) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """(parameter, label, options, chosen) of the conditions that the form offers."""
    found = []
    for key in ("channel", "category", "level", "satisfied"):
        rule = defn.rules.get(key)
        if rule is not None:
            options = yes_no() if rule.type == "bool" else list(rule.choices)
            found.append((key, rule.label, options, asked.chosen.get(key, "")))
    return found


def _places(names: dict[str, str], area: str) -> list[tuple[str, str]]:
    """The places right below the area in view."""
    if not area or areacode.level(area) == "grid":
        return []
    below = areacode.LEVELS[areacode.LEVELS.index(areacode.level(area)) + 1]
    return [(code, name) for code, name in sorted(names.items()) if areacode.level(code) == below]


@require_GET
def export(request: HttpRequest, code: str) -> HttpResponse:
    """What the conditions hold as xlsx; personal values masked. Leaves an audit row: data leave the house."""
    from django.db import transaction

    web = ours(request)
    defn = open_ledger(web, code)
    asked = read_conditions(defn, web.GET, area=web.zw.area, year=web.zw.year)
    query = find_records(web.user, defn, asked)
    count = query.count()
    if count > MOST_EXPORTED:
        raise BadInput(
            _("有%(n)d条，太多") % {"n": count}, where=defn.ledger.name,
            expected=_("不超过%(n)d条") % {"n": MOST_EXPORTED}, do=_("请加条件后再导出"), code="ZW-EXPORT",
        )  # fmt: skip
    names = place_names(web.zw.area)
    rules = [rule for rule in defn.rules.values() if rule.type != "file"]
    kinds = {"integer": "count", "decimal": "number", "money": "money", "date": "date", "credit_code": "code"}
    columns = [
        Column(
            rule.label,
            "text" if rule.personal else kinds.get(rule.type, "text"),
            total=rule.column in ("persons", "amount"),
        )
        for rule in rules
    ]

    def rows() -> Any:
        for record in query.iterator(chunk_size=1000):
            row = []
            for rule in rules:
                value = raw_value(record, rule)
                if rule.type == "area":
                    value = place_text(record, names, here=web.zw.area)
                elif rule.personal or rule.choices or rule.type == "bool":
                    value = value_text(rule, value, defn) or None
                elif rule.type == "date" and isinstance(value, str):
                    value = value_text(rule, value, defn)
                elif value == "" or isinstance(value, list):
                    value = None
                row.append(value)
            yield row

    words = [
        f"{name}：{value}" for name, value, _p, _k in chips(defn, asked, names.get(asked.place, asked.place))
    ]
    notes = [
        _("%(area)s %(ledger)s，共%(n)d条，%(day)s导出") % {
            "area": web.zw.area_name, "ledger": defn.ledger.name, "n": count, "day": today()
        },
        *words,
        _("个人信息已遮盖。"),
    ]  # fmt: skip
    data = table(defn.ledger.name, columns, rows(), notes=notes)
    with transaction.atomic():
        audit_write(web.user, "ledger_export", defn.ledger, area_code=web.zw.area, changes={"rows": count})
    return xlsx_answer(data, f"{defn.ledger.name}{today():%Y%m%d}.xlsx")


def xlsx_answer(data: bytes, name: str) -> HttpResponse:
    """A download with a Chinese name."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": _attachment(name)})


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(True, name) or "attachment"


@require_POST
def views(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the present conditions as a view, or forget one."""
    from django.http import QueryDict

    web = ours(request)
    defn = open_ledger(web, code)
    if web.POST.get("drop"):
        key = web.POST["drop"]
        mine = SavedView.objects.filter(ledger=defn.ledger, owner=web.user)
        view = mine.filter(pk=key_of(key)).first()
        if view is None:
            raise NotFound(_("没有这个视图"), expected=_("您存的视图"), do=_("请回到台账"), code="ZW-VIEW")
        view_drop(view, actor=web.user)
        messages.info(request, _("已删去视图“%(name)s”。") % {"name": view.name})
        return redirect("web:ledger", code=code)
    asked = read_conditions(defn, QueryDict(web.POST.get("query", "")), area=web.zw.area, year=web.zw.year)
    params = asked.params | ({"sort": asked.sort} if asked.sort else {})
    view = view_save(defn.ledger, actor=web.user, name=web.POST.get("name", ""), query=params)
    return redirect(reverse("web:ledger", args=[code]) + _query({**params, "saved": view.pk}))
