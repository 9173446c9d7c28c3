"""The page of a draft: the document with its numbers, the proof beside it, and what a person does about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.desk.claims import DATE
from zhenwu.desk.drafting import draft_refresh, draft_start
from zhenwu.desk.handling import (
    claim_keep,
    claim_rewrite,
    claims_keep,
    dates_move,
    figure_keep,
    figure_repair,
    report_sign,
)
from zhenwu.desk.reading import allow_edit
from zhenwu.desk.returning import draft_return
from zhenwu.desk.verdicts import ask_for, flips
from zhenwu.figures.queries import evaluate, evidence, metric_defs
from zhenwu.figures.types import Ask
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import print_growth
from zhenwu.reports.choices import Handling, ReportState, Verdict
from zhenwu.reports.models import Assertion, PrintedFigure, Report
from zhenwu.reports.prints import difference
from zhenwu.reports.queries import ASKING, ahead, figures_of, report_get, verdict_counts, version_latest
from zhenwu.web.plans.access import metric_url
from zhenwu.web.reports.forms import ReturnForm
from zhenwu.web.reports.links import aspect_word, figure_of
from zhenwu.web.reports.texts import draft_marks, html, layout
from zhenwu.web.reports.views import may_edit, readable
from zhenwu.web.request import ours
from zhenwu.web.shell import asked, redirect_htmx, render_page

TABS = ("open", "agrees", "all")
GROUPS = (Verdict.DIFFERS, Verdict.MISSING, Verdict.UNTRACEABLE)
SIGNS: dict[str, str] = {
    Verdict.DIFFERS: "late",
    Verdict.MISSING: "waiting",
    Verdict.UNTRACEABLE: "idle",
    Verdict.AGREES: "done",
}


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft from a report that was read."""
    report = readable(request, pk)
    allow_edit(request.user, report.area_code)
    text = request.POST.get("year", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadInput(_("年份“%(year)s”不对") % {"year": text[:20]}, where=_("年度"), expected=_("四位年份"))
    draft_report = draft_start(report, actor=request.user, year=int(text))
    return redirect_htmx(request, reverse("web:draft", args=[draft_report.pk]))


@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it stands. ?tab= open, agrees or all; ?f= a number."""
    report = readable(request, pk)
    return render_page(
        request,
        "web/reports/draft.html",
        _context(request, report),
        part={"proof": "web/reports/_proof.html"},
    )


def _context(request: HttpRequest, report: Report, **more: Any) -> dict[str, Any]:
    version = version_latest(report)
    figures = figures_of(version)
    claims = list(version.assertions.order_by("start"))
    address = reverse("web:draft", args=[report.pk])
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    passages = list(version.passages.order_by("order"))
    found = layout(version.text, passages, figures)
    pop = reverse("web:report-evidence", args=[report.pk, "KEY"])
    spans = draft_marks(found, figures, claims, pop=pop, address=address)
    counts = verdict_counts(figures)
    waiting = [c for c in claims if c.verdict in ASKING and c.handling == Handling.OPEN]
    dates = [c for c in waiting if c.kind == DATE]
    review = [f for f in figures if not ahead(f)]
    open_ones = [f for f in figures if f.verdict in ASKING and f.handling == Handling.OPEN]
    todo = len(open_ones) + len(waiting)
    agrees = [f for f in figures if f.verdict == Verdict.AGREES]
    shown = {"open": open_ones, "agrees": agrees, "all": figures}[tab]
    chosen = request.GET.get("f", "")
    if chosen and tab == "open" and all(f.key != chosen for f in shown):
        tab, shown = "all", figures
    names = {code: metric.name for code, metric in metric_defs().items()}
    return {
        "nav": "reports",
        "report": report,
        "version": version,
        "address": address,
        "text": html(found, spans),
        "counts": counts,
        "review": len(review),
        "differing": sum(f.verdict == Verdict.DIFFERS for f in open_ones),
        "missing": sum(f.verdict == Verdict.MISSING for f in open_ones),
        "untraceable": sum(f.verdict == Verdict.UNTRACEABLE for f in open_ones),
        "kept": sum(f.handling == Handling.KEPT for f in figures),
        "targets": counts[Verdict.TARGET],
        "agreeing": len(agrees),
        "waiting": waiting,
        "dates": dates,
        "claims": [c for c in waiting if c.kind != DATE],
        "todo": todo,
        "tab": tab,
        "tabs": [
            (_("待处理"), f"{address}?tab=open", todo, tab == "open"),
            (_("相符"), f"{address}?tab=agrees", len(agrees), tab == "agrees"),
            (_("全部"), f"{address}?tab=all", len(figures), tab == "all"),
        ],
        "groups": _groups(shown, passages, names, tab),
        "chosen": chosen,
        "lost": version.reading.get("lost", []),
        "editing": may_edit(request, report) and report.state == ReportState.DRAFT,
        "signed": report.state == ReportState.SIGNED,
        "form": ReturnForm(),
        "versions": list(report.versions.defer("content", "text").order_by("-number")[:6]),
        "period": Period(report.period_start, report.period_end),
        **more,
    }


def _groups(
    figures: Sequence[PrintedFigure], passages: Sequence[Any], names: dict[str, str], tab: str
) -> list[dict[str, Any]]:
    """What is listed beside the document: by verdict, each with what it needs to be shown."""
    order = [*GROUPS, Verdict.AGREES, Verdict.TARGET, ""] if tab != "open" else list(GROUPS)
    groups = []
    for verdict in order:
        rows = [item_of(f, passages, names) for f in figures if f.verdict == verdict]
        if rows:
            label = Verdict(verdict).label if verdict else _("未核")
            groups.append(
                {"verdict": verdict, "label": label, "sign": SIGNS.get(verdict, "idle"), "rows": rows}
            )
    return groups


def item_of(figure: PrintedFigure, passages: Sequence[Any], names: dict[str, str]) -> dict[str, Any]:
    """One number with its place in words and the difference."""
    gap, shown = "", figure.computed_text
    if figure.computed is not None and flips(figure, figure.computed):
        gap, shown = _("方向相反"), print_growth(figure.computed)
    elif figure.verdict == Verdict.DIFFERS and figure.value is not None and figure.computed is not None:
        size = abs(figure.computed) if figure.kind == "growth" else figure.computed
        gap = difference(figure.surface, abs(figure.value), size)
    section = figure.passage.title if figure.passage is not None else ""
    return {
        "figure": figure,
        "gap": gap,
        "shown": shown,
        "why": figure.why.removeprefix(f"{gap}；") if gap else figure.why,
        "section": section,
        "metric": names.get(figure.metric_code, ""),
        "aspect": aspect_word(figure.aspect),
        "open": figure.verdict in ASKING and figure.handling == Handling.OPEN,
        "target": figure.verdict == Verdict.TARGET,
    }


def _back(request: HttpRequest, report: Report) -> HttpResponse:
    tab = request.POST.get("tab", "")
    return redirect_htmx(
        request, reverse("web:draft", args=[report.pk]) + (f"?tab={tab}" if tab in TABS else "")
    )


@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the data again."""
    report = readable(request, pk)
    before = version_latest(report).number
    version = draft_refresh(report, actor=request.user)
    if version.number == before:
        messages.success(request, _("数字都是最新的，没有要改的。"))
    else:
        messages.success(request, _("数字已刷新，存为第%(n)s稿；句子没有动。") % {"n": version.number})
    return _back(request, report)


@require_POST
def number(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Repair a number, or keep it with a note."""
    report = readable(request, pk)
    figure = figure_of(report, key)
    allow_edit(request.user, report.area_code)
    if asked(request, repair=_("改"), keep=_("保留")) == "keep":
        figure_keep(figure, actor=request.user, note=request.POST.get("note", ""))
    else:
        figure_repair(figure, actor=request.user, text=request.POST.get("text", ""))
    return _back(request, report)


@require_POST
def claim(request: HttpRequest, pk: int, claim: int) -> HttpResponse:
    """Rewrite a claim, or stand for it."""
    report = readable(request, pk)
    found = (
        Assertion.objects.filter(pk=claim, version__report=report).select_related("version__report").first()
    )
    if found is None:
        raise NotFound(_("文中没有这处说法"), do=_("请刷新页面，文稿可能已有新稿"))
    allow_edit(request.user, report.area_code)
    if asked(request, rewrite=_("改写"), keep=_("成立")) == "keep":
        claim_keep(found, actor=request.user, note=request.POST.get("note", ""))
    else:
        claim_rewrite(found, actor=request.user, text=request.POST.get("text", ""))
    return _back(request, report)


@require_POST
def claims(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand for all open claims of a kind."""
    report = readable(request, pk)
    kept = claims_keep(
        version_latest(report),
        actor=request.user,
        kind=request.POST.get("kind", ""),
        note=request.POST.get("note", ""),
    )
    messages.success(request, _("%(n)s处已看过。") % {"n": kept})
    return _back(request, report)


@require_POST
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Move last year's years on."""
    report = readable(request, pk)
    dates_move(version_latest(report), actor=request.user)
    return _back(request, report)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the draft off."""
    report = readable(request, pk)
    report_sign(report, actor=request.user)
    messages.success(request, _("已签发，数字连同来源已锁定。"))
    return _back(request, report)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that was edited in Word or WPS comes back."""
    report = readable(request, pk)
    allow_edit(request.user, report.area_code)
    form = ReturnForm(request.POST, request.FILES)
    if not form.is_valid():
        context = _context(request, report, form=form)
        return render_page(request, "web/reports/draft.html", context, status=400)
    file = form.cleaned_data["file"]
    version = draft_return(report, actor=request.user, data=file.read(), name=file.name)
    messages.success(request, f"{_('第%(n)s稿') % {'n': version.number}}：{version.note}")
    return _back(request, report)


@require_GET
def evidence_part(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The popover of a number: what the text says, what the data say, the first rows behind it."""
    report = readable(request, pk)
    figure = figure_of(report_get(report.pk, request.user), key)
    context: dict[str, Any] = {
        "report": report,
        "figure": figure,
        "drafted": report.state == ReportState.DRAFT,
    }
    period = Period(figure.link_start, figure.link_end) if figure.link_start and figure.link_end else None
    if figure.trace.get("period"):
        period = Period.parse(figure.trace["period"])
    ask = ask_for(figure, period, report.area_code)
    if ask is not None:
        before = Ask(ask.metric, ask.area, ask.period.year_before(), "value", ask.slice)
        level = Ask(ask.metric, ask.area, ask.period, "value", ask.slice)
        growth = Ask(ask.metric, ask.area, ask.period, "growth", ask.slice)
        answered = evaluate([ask, before, level, growth])
        answer = answered[ask]
        context |= {
            "answer": answer,
            "level": answered[level],
            "before": answered[before],
            "growth": answered[growth],
            "evidence": evidence(answer, ours(request).user, limit=3),
            "aspect": aspect_word(figure.aspect),
            "value": figure.computed_text or answer.print(),
            "figure_url": metric_url(
                ask.metric, ask.area, (answer.shown or answer.period).iso, aspect=ask.aspect, slice=ask.slice
            ),
        }
    return render_page(request, "web/reports/evidence.html", context, part="web/reports/_evidence.html")
