"""Notices: the list, how often things were late, issuing one, and a notice with its steps, its form and its document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.desk.telling import tell_later
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound
from zhenwu.ledgers.models import Record
from zhenwu.plans.actions import (
    opens_paper,
    supervision_answer,
    supervision_close,
    supervision_escalate,
    supervision_extend,
    supervision_issue,
    supervision_paper,
    supervision_receive,
    supervision_reply,
    supervision_settle,
)
from zhenwu.plans.choices import NoticeStep, SupervisionState
from zhenwu.plans.models import Supervision, SupervisionStep
from zhenwu.plans.papers import notice_document, notice_paper
from zhenwu.plans.queries import history, lateness, notices, of_kind
from zhenwu.plans.queries.supervision import KINDS
from zhenwu.plans.rights import answers_for, require, require_part, require_running, reviews
from zhenwu.plans.supervising import UNANSWERED
from zhenwu.web.files import file_answer
from zhenwu.web.plans.access import item_at, need_reading, notice_at
from zhenwu.web.plans.notice_forms import NoticeForm, SuperviseForm, sent_paper
from zhenwu.web.plans.showing import notice_row
from zhenwu.web.plans.writes import attempt, sent
from zhenwu.web.reports.exports import download
from zhenwu.web.request import key_of, ours
from zhenwu.web.shell import asked, redirect_htmx, render_page
from zhenwu.writer.docx import compose

#: A code that nobody is granted.
NOWHERE = "0" * 12


def _place(request: HttpRequest) -> str:
    """The town of the area that is shown, or the place above; "" for people without a grant."""
    area = ours(request).zw.area
    return areacode.town_of(area) if area else ""


def _town(request: HttpRequest) -> str:
    """The town alone; "" above it."""
    place = _place(request)
    return place if place and areacode.level(place) == "township" else ""


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All notices of the town and year by state, with their due dates."""
    need_reading(request)
    user, day, place, town = ours(request).user, today(), _place(request), _town(request)
    rows = list(notices(user, area=place, year=ours(request).zw.year)) if place else []
    names = {
        "open": _("没办结"), "late": _("逾期未回复"), "mine": _("发给我的"), "review": _("待审核"), "closed": _("已办结"),
    }  # fmt: skip
    kind = request.GET.get("kind", "open")
    kind = kind if kind in KINDS else "open"
    found = {name: of_kind(rows, name, user, day) for name in KINDS}
    here = reverse("web:supervision-list")
    tabs = [(names[name], f"{here}?kind={name}", len(found[name]), name == kind) for name in KINDS]
    context = {
        "nav": "plan", "tabs": tabs, "kind": kind, "rows": [notice_row(row, day, user) for row in found[kind]], "all": len(rows),
        "open": len(found["open"]), "late": len(found["late"]), "year": ours(request).zw.year,
        "may_issue": bool(town) and user.scope.may("supervise", town),
    }  # fmt: skip
    return render_page(request, "web/plans/notices.html", context)


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """How often offices and tasks were late: counts that nobody is ranked by."""
    need_reading(request)
    place, year = _place(request), ours(request).zw.year
    offices, items = lateness(ours(request).user, area=place, year=year) if place else ([], [])
    context = {"nav": "plan", "offices": offices, "items": items, "year": year}
    return render_page(request, "web/plans/notice_counts.html", context)


def _issue(
    request: HttpRequest, form: SuperviseForm, back: str, crumb: tuple[str, str], about: str, **fixed: Any
) -> HttpResponse:
    """The form of a notice; sent, it leads to the notice that was issued or joined."""
    if request.method == "POST" and form.is_valid():
        made: list[Supervision] = []
        given = {**form.cleaned_data, **fixed}
        if attempt(form, lambda: made.append(supervision_issue(actor=ours(request).user, **given))):
            row = made[0]
            tell_later(row.area_code)
            joined = row.steps.order_by("-number")[0].kind == NoticeStep.JOIN
            said = _("这件事已有%(number)s没有办结，要求已并入。") if joined else _("%(number)s已发出。")
            messages.success(request, said % {"number": row.number})
            return redirect_htmx(request, reverse("web:plan-supervision", args=[row.pk]))
    context = {"nav": "plan", "form": form, "back": back, "crumb": crumb, "about": about}
    return render_page(request, "web/plans/notice_new.html", context, status=400 if form.errors else None)


@require_http_methods(["GET", "POST"])
def supervise(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the lead office of an item a notice."""
    item = item_at(request, pk)
    require(ours(request).user, "supervise", item.area_code)
    require_running(item)
    fixed = ("finding", "office") if item.lead_office_id else ("finding",)
    form = SuperviseForm(sent(request), town=item.area_code, fixed=fixed, leader=item.leader_id)
    back = reverse("web:plan-item", args=[item.pk])
    return _issue(request, form, back, (item.title, back), item.title, item=item)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A notice on a record (`?record=`) or on something found, in words."""
    need_reading(request)
    user = ours(request).user
    asked_for = request.GET.get("record", "")
    if not asked_for:
        town = _town(request)
        require(user, "supervise", town or _place(request) or NOWHERE)
        if not town:
            raise NotFound(
                _("督办由乡镇发出"), expected=_("一个乡镇"), do=_("请在顶栏选一个乡镇"), code="ZW-SUPERVISION"
            )
        form = SuperviseForm(
            sent(request), town=town, initial={"finding": request.GET.get("finding", "")[:200]}
        )
        back = reverse("web:supervision-list")
        return _issue(request, form, back, (_("督办"), back), "")
    rows = Record.objects.visible_to(user).standing().select_related("ledger", "office")
    record = rows.filter(pk=key_of(asked_for)).first()
    if record is None:
        raise NotFound(_("没有这条记录"), expected=_("你能看的记录"), do=_("请从台账里选"), code="ZW-RECORD")
    town = areacode.town_of(record.area_code)
    require(user, "supervise", town)
    form = SuperviseForm(sent(request), town=town, fixed=("finding",), initial={"office": record.office_id})
    back = reverse("web:record", args=[record.ledger.code, record.pk])
    return _issue(request, form, back, (record.ledger.name, back), record.title, record=record)


#: What each button does, and the form on the page that it belongs to.
FORM_OF = {
    "receive": "reply", "reply": "reply", "ask": "ask", "close": "judge", "return": "judge", "grant": "answer", "refuse": "answer",
    "extend": "extend", "escalate": "escalate", "settle": "settle",
}  # fmt: skip


#: Buttons that need words, and forms all of whose buttons but one do.
WORDED = ("reply", "ask", "return", "refuse", "extend", "escalate", "settle")


def _forms(row: Supervision, user: Any) -> set[str]:
    """The forms that the page offers the person now."""
    owed, found = row.state in UNANSWERED, set()
    if answers_for(user, row) and owed:
        found = {"reply"} | ({"ask"} if row.asked_until is None else set())
    elif reviews(user, row) and row.state != SupervisionState.CLOSED:
        found = {"settle"}
        if row.state == SupervisionState.REPLIED:
            found |= {"judge"}
        else:
            found |= {"extend", "answer"} if row.asked_until else {"extend"}
        if row.state in (SupervisionState.ISSUED, SupervisionState.RECEIVED):
            found |= {"escalate"}
    return found


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice: receive, reply, ask for more time; review, grant, take further, settle."""
    row, user = notice_at(request, pk), ours(request).user
    do = ""
    if request.method == "POST":
        require_part(user, row)
        do = asked(
            request, receive=_("只签收"), reply=_("回复"), ask=_("申请延期"), close=_("办结"), grant=_("同意延期"),
            refuse=_("不同意延期"), extend=_("延期"), escalate=_("上报"), settle=_("处置"), **{"return": _("退回")},
        )  # fmt: skip
    forms = {
        name: NoticeForm(
            request.POST if FORM_OF.get(do) == name else None, auto_id=f"{name}_%s", notice=row, user=user,
            worded=do in WORDED if FORM_OF.get(do) == name else name in WORDED,
        )
        for name in dict.fromkeys(FORM_OF.values())
    }  # fmt: skip
    if do and forms[FORM_OF[do]].is_valid() and _act(request, forms[FORM_OF[do]], do, row):
        messages.success(request, _said(do))
        return redirect_htmx(request, reverse("web:plan-supervision", args=[row.pk]))
    faulty = bool(do)
    day, shown = today(), _forms(row, user)
    if faulty:
        shown.add(FORM_OF[do])
    steps = history(row)
    files = {step.pk: _file(step, row, user) for step in steps if step.attachment}
    reached = Record.objects.visible_to(user).filter(
        pk__in=[step.record_id for step in steps if step.record_id]
    )
    context = {
        "nav": "plan", **notice_row(row, day, user), "day": day, "steps": [(step, files.get(step.pk)) for step in steps],
        "records": set(reached.values_list("pk", flat=True)),
        "demands": [step for step in steps if step.kind in ("issue", "join")], "forms": {n: f for n, f in forms.items() if n in shown},
        "copies": list(row.copies.all()),
        "record_url": _record_url(row, user),
    }  # fmt: skip
    return render_page(request, "web/plans/notice.html", context, status=400 if faulty else None)


def _act(request: HttpRequest, form: NoticeForm, do: str, row: Supervision) -> bool:
    given, user = form.cleaned_data, ours(request).user
    text, until = given["text"], given["until"]
    acts: dict[str, Callable[[], object]] = {
        "receive": lambda: supervision_receive(row, actor=user),
        "reply": lambda: supervision_reply(
            row, actor=user, reply=text, record=given["evidence"], paper=sent_paper(request, form)
        ),
        "ask": lambda: supervision_extend(row, actor=user, until=until or row.reply_due, grounds=text),
        "extend": lambda: supervision_extend(row, actor=user, until=until or row.reply_due, grounds=text),
        "close": lambda: supervision_close(row, actor=user, why=text),
        "return": lambda: supervision_close(row, actor=user, accept=False, why=text, until=until),
        "grant": lambda: supervision_answer(row, actor=user, grant=True, grounds=text),
        "refuse": lambda: supervision_answer(row, actor=user, grant=False, grounds=text),
        "escalate": lambda: supervision_escalate(row, actor=user, why=text, leader=given["leader"]),
        "settle": lambda: supervision_settle(row, actor=user, why=text),
    }
    return attempt(form, acts[do])


def _file(step: SupervisionStep, row: Supervision, user: Any) -> tuple[str, str]:
    """Name and address of a step's file: "" for who may not open it, and for one that belongs to a record, which has its own page."""
    file = step.attachment
    assert file is not None
    if not opens_paper(user, row, file):
        return "", ""
    return file.name, "" if file.record_id else reverse("web:plan-supervision-file", args=[row.pk, file.pk])


@require_GET
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file that a reply brought; a sealed one leaves an audit row."""
    row = notice_at(request, pk)
    step = row.steps.select_related("attachment").filter(attachment=number).first()
    if step is None or step.attachment is None:
        raise NotFound(
            _("这份督办没有这个文件"), expected=_("回复附上的文件"), do=_("请从督办页里选"), code="ZW-FILE"
        )
    return file_answer(supervision_paper(row, actor=ours(request).user, attachment=step.attachment))


def _said(do: str) -> str:
    return {
        "receive": _("已签收。"), "reply": _("已回复。"), "ask": _("延期申请已记。"), "extend": _("已延期。"), "close": _("已办结。"),
        "return": _("已退回。"), "grant": _("已同意延期。"), "refuse": _("已答复，不同意延期。"), "escalate": _("已上报分管领导。"),
        "settle": _("已处置，督办办结。"),
    }[do]  # fmt: skip


def _record_url(row: Supervision, user: Any) -> str:
    """The page of the record that it is about, for who reaches it."""
    if row.record is None or not Record.objects.visible_to(user).filter(pk=row.record_id).exists():
        return ""
    return reverse("web:record", args=[row.record.ledger.code, row.record_id])


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, to be printed and signed."""
    row = notice_at(request, pk)
    context = {"nav": "plan", "row": row, "paper": notice_paper(row)}
    return render_page(request, "web/plans/notice_paper.html", context)


@require_GET
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as a Word document."""
    row = notice_at(request, pk)
    return download(compose(notice_document(row)), f"{row.number}.docx", "docx")
