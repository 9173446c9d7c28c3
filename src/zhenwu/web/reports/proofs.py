"""Proof of any text: paste or upload, see each number held against the data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenwu.accounts.scope import ABILITIES
from zhenwu.desk.proofing import Proof, proof_text
from zhenwu.kernel.errors import Refused, ZhenwuError
from zhenwu.reports.choices import Verdict
from zhenwu.web.reports.drafts import SIGNS, item_of
from zhenwu.web.reports.forms import ProofForm
from zhenwu.web.reports.texts import draft_marks, html, layout
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page

ORDER = (Verdict.DIFFERS, Verdict.UNTRACEABLE, Verdict.AGREES, Verdict.TARGET)


@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """The form; after it, the result. Nothing is kept."""
    user, area = ours(request).user, ours(request).zw.area
    if not area or not any("report.read" in ABILITIES[role] for role in user.scope.roles):
        raise Refused(
            _("您没有核数的权限"),
            expected=_("有报告权限的角色"),
            do=_("请找党政办文员授权"),
            code="ZW-ABILITY",
        )
    form = ProofForm(initial={"year": ours(request).zw.year})
    context: dict[str, Any] = {"nav": "reports", "form": form, "sub": "proof", "error": None}
    if request.method == "POST":
        form = ProofForm(request.POST, request.FILES)
        context["form"] = form
        if form.is_valid():
            data, name = form.source()
            try:
                result = proof_text(
                    data, area_code=area, year=form.cleaned_data["year"], user=user, name=name
                )
                context |= _result(result, name)
            except ZhenwuError as caught:
                context["error"] = caught
    failed = bool(context["error"] or form.errors)
    return render_page(request, "web/reports/proof.html", context, status=400 if failed else None)


def _result(result: Proof, name: str) -> dict[str, Any]:
    figures = [row.figure for row in result.rows]
    found = layout(result.text, [], figures)
    for number, claim in enumerate(result.claims, 1):
        claim.pk = number
    spans = draft_marks(found, figures, result.claims, pop="", address=reverse("web:proof"))
    spans = [
        span._replace(
            attributes={
                **span.attributes,
                "href": f"#i-{str(span.attributes['id'])[2:]}",
                "data-pop": None,
                "aria-haspopup": None,
            }
        )
        if span.tag == "a"
        else span
        for span in spans
    ]
    names = {row.metric_code: row.metric for row in result.rows}
    groups = []
    for verdict in ORDER:
        rows = [item_of(figure, [], names) for figure in figures if figure.verdict == verdict]
        if rows:
            groups.append(
                {
                    "label": Verdict(verdict).label,
                    "verdict": verdict,
                    "sign": SIGNS.get(verdict, "idle"),
                    "rows": rows,
                }
            )
    return {
        "result": result,
        "name": name,
        "groups": groups,
        "text": html(found, spans),
        "claims": [c for c in result.claims if c.verdict in (Verdict.DIFFERS, Verdict.UNTRACEABLE)],
        "differing": result.counts[Verdict.DIFFERS],
        "untraceable": result.counts[Verdict.UNTRACEABLE],
        "agreeing": result.counts[Verdict.AGREES],
        "targets": result.counts[Verdict.TARGET],
    }
