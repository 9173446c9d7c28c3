"""A report comes in and a draft plan stands."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zhenwu.desk.plan_import import plan_import
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import Refused, ZhenwuError
from zhenwu.plans.models import Plan
from zhenwu.plans.rights import require
from zhenwu.web.plans.access import need_reading
from zhenwu.web.request import ours
from zhenwu.web.shell import redirect_htmx, render_page

#: Ten times the longest report seen.
LARGEST = 20 * 1024 * 1024


class ImportForm(forms.Form):
    """The file and the year that it plans."""

    file = forms.FileField(
        label=gettext_lazy("工作报告"),
        help_text=gettext_lazy("docx、pdf、html或txt，要有今年安排的全文。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.doc,.pdf,.html,.htm,.txt"}),
    )
    year = forms.IntegerField(label=gettext_lazy("安排的是哪一年"), min_value=1949, max_value=2100)

    def clean_file(self) -> object:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(
                _("文件有%(size)dMB，太大，应在20MB以内。") % {"size": upload.size // 1024 // 1024}
            )
        return upload


@require_http_methods(["GET", "POST"])
def plan_read(request: HttpRequest) -> HttpResponse:
    """Choose the adopted report; its year-ahead part becomes suggestions to review."""
    need_reading(request)
    zw, user = ours(request).zw, ours(request).user
    town = areacode.town_of(zw.area) if zw.area else ""
    require(user, "plan.edit", town)
    form, error = ImportForm(initial={"year": zw.year}), None
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        if form.is_valid():
            upload, year = form.cleaned_data["file"], form.cleaned_data["year"]
            before = (
                Plan.objects.filter(area_code=town, year=year).values_list("source_sha256", flat=True).first()
            )
            try:
                plan = plan_import(upload.read(), actor=user, area_code=town, year=year, name=upload.name)
            except Refused:
                raise
            except ZhenwuError as caught:
                error = caught
            else:
                if before == plan.source_sha256:
                    messages.info(request, _("这份报告已经导入过，什么也没有改。"))
                else:
                    messages.success(
                        request, _("读出%(count)d项，请逐项审核。") % {"count": plan.items.count()}
                    )
                return redirect_htmx(request, reverse("web:plan-review", args=[plan.pk]))
    context = {"nav": "plan", "form": form, "error": error, "day": date(zw.year, 1, 1)}
    return render_page(
        request,
        "web/plans/import.html",
        context,
        status=error.status if error else 400 if form.errors else None,
    )
