"""The review of a draft plan: suggestions beside the text, taken in, changed, split, merged, assigned, approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.accounts.models import Office
from zhenwu.catalog import work_rows
from zhenwu.desk.plan_owners import Owners
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.errors import NotFound, Refused, ZhenwuError
from zhenwu.plans.actions import (
    item_accept,
    item_assign,
    item_edit,
    item_merge,
    item_nest,
    item_reject,
    item_split,
    milestone_set,
    plan_approve,
    plan_reopen,
    states_note,
    target_set,
)
from zhenwu.plans.choices import ItemKind, ItemStatus, PlanState
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.rights import may, require
from zhenwu.web.english.matching import told as told_of
from zhenwu.web.plans.access import plan_at
from zhenwu.web.plans.forms import AssignForm, ItemForm, TargetForm
from zhenwu.web.plans.showing import cuts, passage
from zhenwu.web.plans.views import passage_url
from zhenwu.web.request import key_of, keys_of, ours
from zhenwu.web.shell import asked, form_faults, redirect_htmx, render_page

PER_PAGE = 40
TABS = (ItemStatus.SUGGESTED, ItemStatus.ACCEPTED, ItemStatus.REJECTED, "")


def _address(request: HttpRequest, plan: Plan, **changes: Any) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"{reverse('web:plan-review', args=[plan.pk])}?{query.urlencode()}"


def review_context(
    request: HttpRequest, plan: Plan, *, item: Item | None = None, **extra: Any
) -> dict[str, Any]:
    """List and side panel; forms with faults come in `extra`."""
    user = ours(request).user
    # what is done was taken in before
    inside = [ItemStatus.ACCEPTED, ItemStatus.DONE]
    totals = {
        row["status"]: row["n"] for row in plan.items.order_by().values("status").annotate(n=Count("id"))
    }
    totals[ItemStatus.ACCEPTED] = sum(totals.pop(status, 0) for status in inside)
    tab = request.GET.get("tab") or (
        ItemStatus.SUGGESTED if totals.get(ItemStatus.SUGGESTED) else ItemStatus.ACCEPTED
    )
    tab = "" if tab == "all" else tab
    kind = request.GET.get("kind", "")
    rows = plan.items.select_related("lead_office", "leader", "owner", "parent").prefetch_related("targets")
    if tab:
        rows = rows.filter(status__in=inside if tab == ItemStatus.ACCEPTED else [tab])
    kinds = {row["kind"]: row["n"] for row in rows.order_by().values("kind").annotate(n=Count("id"))}
    rows = rows.filter(kind=kind) if kind in ItemKind.values else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    if item is None:
        wanted = key_of(request.GET.get("item", ""))
        item = plan.items.filter(pk=wanted).first() if wanted else None
        item = item or next(iter(page.object_list), None)
    names = {
        ItemStatus.SUGGESTED: _("待审"), ItemStatus.ACCEPTED: _("已列入"), ItemStatus.REJECTED: _("不列入"), "": _("全部"),
    }  # fmt: skip
    everything = sum(totals.values())
    lacking = plan.items.filter(status=ItemStatus.ACCEPTED, lead_office__isnull=True).count()
    return {
        "nav": "plan", "plan": plan, "page": page, "tab": tab, "kind": kind, "total": everything, "totals": totals, "lacking": lacking,
        "suggested": totals.get(ItemStatus.SUGGESTED, 0), "accepted": totals.get(ItemStatus.ACCEPTED, 0),
        "rejected": totals.get(ItemStatus.REJECTED, 0),
        "tabs": [
            (names[key], _address(request, plan, tab=key or "all", item=None, page=None, kind=None),
             totals.get(key, 0) if key else everything, key == tab)
            for key in TABS
        ],
        "kinds": [
            (label, _address(request, plan, kind=value, item=None, page=None), kinds[value], value == kind)
            for value, label in ItemKind.choices if kinds.get(value)
        ],
        "all_kinds": _address(request, plan, kind=None, item=None, page=None),
        "query": request.GET.urlencode(), "assign": AssignForm(plan=plan),
        "editing": may(user, "plan.edit", plan.area_code) and plan.state != PlanState.CLOSED,
        "may_approve": may(user, "plan.approve", plan.area_code),
        **(_side(request, item) if item else {"item": None}),
        **extra,
    }  # fmt: skip


def _side(request: HttpRequest, item: Item) -> dict[str, Any]:
    """The panel of one suggestion."""
    following = item.plan.items.filter(order__gt=item.order).exclude(status=ItemStatus.REJECTED).first()
    return {
        "item": item,
        "words": passage(item, 160),
        "cuts": cuts(item.quote),
        "form": ItemForm(item=item),
        "target_forms": [TargetForm(target=target) for target in item.targets.all()],
        "following": following,
        "proposed": proposed(item, Owners.of(item.plan.area_code, item.plan.year)),
        "passage_url": passage_url(item, ours(request).user),
    }


def proposed(item: Item, owners: Owners) -> list[tuple[Office, str]]:
    """Other offices that may lead the item, with the reason: who had such work last year, whose metric, whose work row it is."""
    row = told_of(work_rows().get(item.work_row, ""))
    metrics = [metric_defs().get(target.metric_code) for target in item.targets.all()]
    told: dict[int, tuple[Office, str]] = {}
    if item.work_row in owners.before:
        office = owners.before[item.work_row][0]
        told[office.pk] = office, _("上年由其牵头")
    for metric in metrics:
        if metric and metric.office in owners.by_code:
            office = owners.by_code[metric.office]
            told.setdefault(office.pk, (office, _("指标由其负责")))
    if item.work_row in owners.by_row:
        office = owners.by_row[item.work_row]
        told.setdefault(office.pk, (office, _("“%(row)s”由其负责") % {"row": row}))
    return [one for key, one in told.items() if key != item.lead_office_id]


def overtaken(form: Any, found: Item, error: ZhenwuError) -> None:
    """After somebody else's change the form keeps what was typed and, pressed again, is held against what stands now."""
    if error.code == "ZW-ITEM-OVERTAKEN":
        found.refresh_from_db()
        form.data = form.data.copy()
        form.data[form.add_prefix("version")] = str(found.version)


def _page(request: HttpRequest, context: dict[str, Any], status: int | None = None) -> HttpResponse:
    return render_page(
        request, "web/plans/review.html", context, part={"side": "web/plans/_review_side.html"}, status=status
    )


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """?tab= suggested, accepted, rejected or all; ?kind=; ?item= the one beside."""
    return _page(request, review_context(request, plan_at(request, pk)))


def _one(plan: Plan, pk: int) -> Item:
    found = plan.items.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这一项"), do=_("请刷新后再看"), code="ZW-ITEM")
    return found


@require_POST
def many(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is done with the ticked rows."""
    plan, actor = plan_at(request, pk), ours(request).user
    require(actor, "plan.edit", plan.area_code)
    picked = keys_of(request.POST.getlist("pick"))
    items = list(plan.items.filter(pk__in=picked).select_related("plan"))
    do = asked(
        request,
        accept=_("列入"),
        reject=_("不列入"),
        merge=_("合并"),
        nest=_("归到第一项下"),
        assign=_("分派"),
    )
    here = _address(request, plan)
    if not items:
        messages.warning(request, _("先勾选要处理的事项。"))
        return redirect_htmx(request, here)
    try:
        if do == "accept":
            said = _("列入%(count)d项。") % {"count": item_accept(items, actor=actor)}
        elif do == "reject":
            said = _("%(count)d项不列入。") % {"count": item_reject(items, actor=actor)}
        elif do == "merge":
            said = _("合并为“%(title)s”。") % {"title": item_merge(items, actor=actor).title}
        elif do == "nest":
            if len(items) < 2:
                messages.warning(request, _("归到第一项下，要勾选两项以上。"))
                return redirect_htmx(request, here)
            said = _("%(count)d项归到“%(title)s”下。") % {
                "count": item_nest(items[1:], actor=actor, parent=items[0]), "title": items[0].title,
            }  # fmt: skip
        else:
            form = AssignForm(request.POST, plan=plan)
            if not form.is_valid() or not form.given():
                messages.warning(request, _("先选牵头、分管领导、期限，或一次还是常年。"))
                return redirect_htmx(request, here)
            said = _("分派了%(count)d项。") % {"count": item_assign(items, actor=actor, **form.given())}
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        return _page(request, review_context(request, plan, error=error), error.status)
    messages.success(request, said)
    return redirect_htmx(request, here)


@require_POST
def save(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Save the panel; then take the item in or leave it out, and go on to the next one."""
    plan, actor = plan_at(request, pk), ours(request).user
    require(actor, "plan.edit", plan.area_code)
    found = _one(plan, item)
    form = ItemForm(request.POST, item=found)
    targets = [(target, TargetForm(request.POST, target=target)) for target in found.targets.all()]
    checked = [form.is_valid(), *(one.is_valid() for _target, one in targets)]
    good = all(checked)
    do = request.POST.get("do", "")
    if good:
        try:
            _save(found, form, targets, actor)
            if request.POST.get("office"):
                take_office(found, request.POST["office"], actor)
            if do == "accept":
                item_accept([found], actor=actor)
            elif do == "reject":
                item_reject([found], actor=actor)
        except (Refused, NotFound):
            raise
        except ZhenwuError as error:
            form_faults(form, error)
            good = False
            overtaken(form, found, error)
    if not good:
        context = review_context(request, plan, item=found)
        return _page(request, {**context, "form": form, "target_forms": [one for _t, one in targets]}, 400)
    follow = plan.items.filter(order__gt=found.order, status=ItemStatus.SUGGESTED).first() if do else found
    return redirect_htmx(request, _address(request, plan, item=(follow or found).pk))


def take_office(found: Item, chosen: str, actor: Any) -> None:
    """Give the item the office that the panel proposes, with its head."""
    owners = Owners.of(found.plan.area_code, found.plan.year)
    office = next((one for one in proposed(found, owners) if str(one[0].pk) == chosen), None)
    if office is not None:
        item_assign([found], actor=actor, lead_office=office[0], owner=owners.heads.get(office[0].pk))


def _save(found: Item, form: ItemForm, targets: list[tuple[Any, TargetForm]], actor: Any) -> None:
    with transaction.atomic():
        item_edit(found, actor=actor, **form.fields_for_action())
        if "parent" in form.changed_data:
            item_nest([found], actor=actor, parent=form.cleaned_data["parent"])
        if "milestones" in form.changed_data:
            milestone_set(found, actor=actor, milestones=form.cleaned_data["milestones"])
        for target, one in targets:
            if one.has_changed():
                given = one.cleaned_data
                target_set(
                    found, actor=actor, target=target, value=given["value"], unit=given["unit"], metric_code=given["metric_code"],
                    aspect=given["aspect"], operator=given["operator"], path=given["path"], high=target.high, subject=target.subject,
                    slice=target.slice if given["metric_code"] == target.metric_code else {}, baseline=target.baseline,
                )  # fmt: skip


@require_POST
def split(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Cut the item at a mark of its quote."""
    plan = plan_at(request, pk)
    at = key_of(request.POST.get("at", ""))
    first, _rest = item_split(_one(plan, item), actor=ours(request).user, at=at)
    messages.success(request, _("拆成了两项。"))
    return redirect_htmx(request, _address(request, plan, item=first.pk))


@require_POST
def merge_next(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Join the item with the one that follows it."""
    plan = plan_at(request, pk)
    found = _one(plan, item)
    following = plan.items.filter(order__gt=found.order).exclude(status=ItemStatus.REJECTED).first()
    if following is None:
        raise NotFound(_("后面没有可以合并的事项"), where=found.title, code="ZW-ITEM-MERGE")
    item_merge([found, following], actor=ours(request).user)
    messages.success(request, _("与后一项合并了。"))
    return redirect_htmx(request, _address(request, plan, item=found.pk))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the plan in force; what it lacks is named item by item."""
    plan, actor = plan_at(request, pk), ours(request).user
    try:
        approved = plan_approve(plan, actor=actor)
    except Refused:
        raise
    except ZhenwuError as error:
        return _page(request, review_context(request, plan, error=error), error.status)
    states_note(approved, actor=actor)
    messages.success(request, _("计划已批准。"))
    return redirect_htmx(request, reverse("web:plan"))


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the approval back, with grounds."""
    plan = plan_at(request, pk)
    plan_reopen(plan, actor=ours(request).user, why=request.POST.get("why", ""))
    return redirect_htmx(request, reverse("web:plan-review", args=[plan.pk]))
