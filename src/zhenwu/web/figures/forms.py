"""Forms to file another office's number and to revise it. Values are checked by the action; here is only what is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhenwu.figures.models import Statistic
from zhenwu.figures.rules import check_numbers, check_period, number, whole
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.period import FIRST_YEAR, LAST_YEAR, Period
from zhenwu.kernel.printing import plain
from zhenwu.kernel.units import scale
from zhenwu.metrics.definition import MetricDef
from zhenwu.web.files import accepted
from zhenwu.web.forms import DayField
from zhenwu.web.shell import form_faults

BASES = (("to_date", _("累计（1月起）")), ("month", _("当月")), ("year", _("全年")), ("end", _("期末")))
STATUSES = (("final", _("正式")), ("preliminary", _("初步")), ("estimate", _("预计")))


def units_for(metric: MetricDef | None) -> list[tuple[str, str]]:
    """Units in which a value may be typed; money is usually in 万元."""
    if metric is None:
        return [("", str(_("指标的单位"))), *((u, u) for u in ("万元", "亿元", "元"))]
    if metric.unit == "元":
        order = ("元", "万元", "亿元") if metric.shown_in == "元" else ("万元", "亿元", "元")
        return [(u, u) for u in order]
    if metric.unit in ("%", "位", ""):
        return [(metric.unit, metric.unit)]
    return [(metric.unit, metric.unit), (f"万{metric.unit}", f"万{metric.unit}")]


class PaperForm(forms.Form):
    """The numbers and the paper they come from."""

    value = forms.CharField(required=False)
    unit = forms.ChoiceField(required=False)
    growth = forms.CharField(required=False)
    rank = forms.CharField(required=False)
    rank_of = forms.CharField(required=False)
    status = forms.ChoiceField(choices=STATUSES, initial="final", widget=forms.RadioSelect)
    paper = forms.CharField(max_length=200)
    source = forms.CharField(max_length=100)
    number = forms.CharField(required=False, max_length=60)
    issued_on = DayField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(required=False, max_length=200)
    file = forms.FileField(required=False, allow_empty_file=True)

    LABELS: dict[str, Any] = {
        "value": _("数值"), "unit": _("单位"), "growth": _("同比"), "rank": _("位次"), "rank_of": _("共"), "status": _("状态"),
        "paper": _("文件"), "source": _("出具单位"), "number": _("文号"), "issued_on": _("成文日期"), "note": _("说明"),
    }  # fmt: skip
    HELP: dict[str, Any] = {
        "growth": _("%，下降写负数；比率写百分点"),
        "rank_of": _("参加排名的总数"),
        "paper": _("数从哪份文件来，如“9月统计月报”"),
        "status": _("没有结束的期间只能报“预计”"),
    }

    def __init__(self, *args: Any, metric: MetricDef | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric = metric
        for name, text in self.LABELS.items():
            self.fields[name].label = text
        for name, text in self.HELP.items():
            self.fields[name].help_text = text
        self.fields["unit"].required = metric is not None and metric.filed != "rank"
        self.fields["unit"].choices = units_for(metric)  # type: ignore[attr-defined]
        self.fields["file"].label = _("附件")
        self.fields["file"].help_text = _("文件本身：PDF、OFD、Office文件或照片。可以以后再附")
        self.fields["file"].widget.attrs["accept"] = accepted()
        for name in ("value", "growth", "rank", "rank_of"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"

    def clean(self) -> dict[str, Any]:
        """What the action would refuse, said beside what is missing: every fault at once."""
        data = super().clean() or self.cleaned_data
        faults: list[Fault] = []
        numbers = {
            "value": number(
                data.get("value"), str(_("数值")), faults, unit=self.metric.unit if self.metric else ""
            ),
            "growth": number(data.get("growth"), str(_("同比")), faults),
            "rank": whole(data.get("rank"), str(_("位次")), faults),
            "rank_of": whole(data.get("rank_of"), str(_("共")), faults),
        }
        if not faults and self.metric is not None and "unit" in data:
            if numbers["value"] is not None:
                numbers["value"] *= scale(data["unit"] or self.metric.unit)[0]
            faults.extend(check_numbers(self.metric, **numbers))  # type: ignore[arg-type]
        faults.extend(self.other_faults())
        if faults:
            form_faults(self, BadInput.of(faults))
        return data

    def other_faults(self) -> list[Fault]:
        """Faults of what a form adds."""
        return []

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {
            key: data[key] or ("" if key in ("unit", "number", "note", "paper", "source") else None)
            for key in self.LABELS
        }


class StatisticForm(PaperForm):
    """A number for a metric and a period."""

    metric_code = forms.ChoiceField()
    basis = forms.ChoiceField(choices=BASES, initial="to_date", widget=forms.RadioSelect)
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    month = forms.TypedChoiceField(coerce=int, choices=[(m, str(m)) for m in range(1, 13)])

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["metric_code"].choices = choices  # type: ignore[attr-defined]
        self.fields["metric_code"].widget.attrs.update(
            {"hx-get": "", "hx-trigger": "change", "hx-target": "#numbers", "hx-include": "this"}
        )
        labels = {"metric_code": _("指标"), "basis": _("口径"), "year": _("年"), "month": _("月")}
        for name, text in labels.items():
            self.fields[name].label = text
        self.fields["month"].help_text = _("累计和期末写到几月；报全年时不看月")
        day = today()
        last = day.month - 1 or 12
        self.fields["year"].initial = day.year if day.month > 1 else day.year - 1
        self.fields["month"].initial = last

    def other_faults(self) -> list[Fault]:
        if not {"basis", "year", "month", "status"} <= self.cleaned_data.keys():
            return []
        found = check_period(self.period(), self.cleaned_data["basis"], self.cleaned_data["status"], today())
        return [replace(fault, where=str(_("月"))) if fault.where == "期间" else fault for fault in found]

    def period(self) -> Period:
        """The period that basis, year and month make."""
        data = self.cleaned_data
        if data["basis"] == "year":
            return Period.year(data["year"])
        if data["basis"] == "month":
            return Period.month(data["year"], data["month"])
        return Period.to_month(data["year"], data["month"])


def initial_of(row: Statistic, metric: MetricDef) -> dict[str, Any]:
    """What a revision opens with: the numbers as they stand, no paper."""
    unit = units_for(metric)[0][0]
    factor = scale(unit)[0]
    return {
        "value": "" if row.value is None else plain(row.value / factor), "unit": unit,
        "growth": "" if row.growth is None else plain(row.growth), "rank": row.rank or "", "rank_of": row.rank_of or "",
        "status": "final", "source": row.receipt.source,
    }  # fmt: skip
