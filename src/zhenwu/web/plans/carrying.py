"""What last year left open, offered while the plan is a draft."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.desk.plan_carrying import Offer, offered
from zhenwu.kernel.errors import BadInput, NotFound, Refused, ZhenwuError
from zhenwu.plans.actions import item_carry, item_continue, promise_carry
from zhenwu.plans.choices import PlanState
from zhenwu.plans.models import Plan
from zhenwu.plans.rights import may, require
from zhenwu.web.plans.access import plan_at
from zhenwu.web.request import ours
from zhenwu.web.shell import asked, redirect_htmx, render_page


def _page(request: HttpRequest, plan: Plan, error: ZhenwuError | None = None) -> HttpResponse:
    context = {
        "nav": "plan", "plan": plan, "offer": offered(plan) if plan.state == PlanState.DRAFT else Offer(), "error": error,
        "editing": may(ours(request).user, "plan.edit", plan.area_code) and plan.state == PlanState.DRAFT,
        "carried": plan.items.exclude(carried_from=None).select_related("carried_from__plan"),
    }  # fmt: skip
    return render_page(request, "web/plans/carry.html", context, status=error.status if error else None)


@require_GET
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Open items of last year's plan, or promises of the last report without an answer."""
    return _page(request, plan_at(request, pk))


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring what is ticked into the plan, or (continue) tie it to the items that promise it again."""
    plan, actor = plan_at(request, pk), ours(request).user
    require(actor, "plan.edit", plan.area_code)
    do = asked(request, carry=_("结转"), **{"continue": _("接上")})
    picked = set(request.POST.getlist("pick"))
    offer = offered(plan) if plan.state == PlanState.DRAFT else Offer()
    count = 0
    try:
        with transaction.atomic():
            for one in offer.items:
                if f"i{one.left.item.pk}" not in picked:
                    continue
                if do == "continue":
                    if one.likely is None:
                        raise BadInput(
                            _("今年没有像它的一项"),
                            where=one.left.item.title,
                            expected=_("有对应事项的"),
                            do=_("请用结转"),
                            code="ZW-CARRY",
                        )
                    item_continue(one.likely, actor=actor, left=one.left.item)
                else:
                    item_carry(
                        plan, actor=actor, left=one.left.item, words=one.left.words, owed=one.left.owed
                    )
                count += 1
            for promise in offer.promises:
                if f"p{promise.key}" in picked and do == "carry":
                    promise_carry(
                        plan,
                        actor=actor,
                        title=promise.text,
                        quote=promise.text,
                        source=promise.source,
                        work_row=promise.row,
                    )
                    count += 1
            if not count:
                raise BadInput(
                    _("没有选要结转的"),
                    where=_("上年结转"),
                    expected=_("至少一项"),
                    do=_("请先勾选"),
                    code="ZW-CARRY",
                )
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        return _page(request, plan, error)
    messages.success(request, _("%(count)d项接着做，请在审核页定牵头和期限。") % {"count": count})
    return redirect_htmx(request, reverse("web:plan-carry", args=[plan.pk]))
