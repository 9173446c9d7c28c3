"""Forms of assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenwu.assessment.choices import Kind, SubjectKind
from zhenwu.assessment.models import Rules
from zhenwu.catalog.assessment_specs import OFFICE_MEASURES
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.web.plans.forms import day_field

#: Empty lines under a set of rules, for more items.
MORE = 3
#: Columns of an item, as the form names them.
COLUMNS = ("name", "kind", "weight", "metric", "full", "zero", "per", "cap", "least", "nodata", "basis")


def _periods(year: int) -> list[tuple[str, str]]:
    """Quarters, halves, months to date and the year, those that have begun."""
    spans = [Period.year(year), Period.to_month(year, 6), Period.to_month(year, 9)]
    spans += [
        Period(Period.month(year, first).start, Period.month(year, first + 2).end) for first in (1, 4, 7, 10)
    ]
    unique = {span.iso: span.label for span in spans if span.start <= today()}
    return list(unique.items())


class StartForm(forms.Form):
    """Begin an assessment."""

    subject = forms.ChoiceField(label=gettext_lazy("考评谁"))
    period = forms.ChoiceField(label=gettext_lazy("期间"))
    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("空着就用期间和办法的名称。"),
    )

    def __init__(self, data: Any, *, kinds: Sequence[SubjectKind], year: int) -> None:
        super().__init__(data)
        for name, choices in (
            ("subject", [(kind.value, kind.label) for kind in kinds]),
            ("period", [*_periods(year), *_periods(year - 1)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class JudgeForm(forms.Form):
    item = forms.CharField(max_length=30, widget=forms.HiddenInput)
    points = forms.DecimalField(label=gettext_lazy("得分"), max_digits=6, decimal_places=2)
    grounds = forms.CharField(label=gettext_lazy("依据"), max_length=300)


class ObjectForm(forms.Form):
    """What a subject holds against the points of an item."""

    item = forms.ChoiceField(label=gettext_lazy("考评项"))
    text = forms.CharField(
        label=gettext_lazy("考评意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, items: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(items)


class AnswerForm(forms.Form):
    answer = forms.CharField(label=gettext_lazy("答复"), max_length=300, required=False)
    points = forms.DecimalField(
        label=gettext_lazy("改为"),
        max_digits=6,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("采纳才填。"),
    )


class RulesForm(forms.Form):
    """A place's own rules: name, day, source, and a line for each item; a line without a name is no item."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    valid_from = day_field(gettext_lazy("起用日期"), required=True)
    source = forms.CharField(label=gettext_lazy("依据"), max_length=200)

    def __init__(self, data: Any, *, rules: Rules) -> None:
        super().__init__(data, initial={"name": rules.name, "valid_from": today(), "source": rules.source})
        self.subject, self.kept = rules.subject, list(rules.items)
        for number in range(len(self.kept) + MORE):
            item = self.kept[number] if number < len(self.kept) else {}
            for column in COLUMNS:
                self.fields[f"i{number}_{column}"] = self._field(column, item)

    def _field(self, column: str, item: dict[str, Any]) -> forms.Field:
        value = item.get(column, "")
        label = str(COLUMN_LABELS[column])
        if column == "kind":
            choices = [("", ""), *((kind.value, kind.label) for kind in Kind)]
            return forms.ChoiceField(label=label, choices=choices, required=False, initial=value)
        if column == "nodata":
            nodata = [("out", _("不计")), ("zero", _("记0分"))]
            return forms.ChoiceField(label=label, choices=nodata, required=False, initial=value or "out")
        if column == "metric":
            named = (
                [(code, name) for code, (name, _unit) in OFFICE_MEASURES.items()]
                if self.subject == SubjectKind.OFFICE
                else [(code, f"{metric.name}（{metric.unit}）") for code, metric in metric_defs().items()]
            )
            return forms.ChoiceField(label=label, choices=[("", ""), *named], required=False, initial=value)
        # numbers stay text: the rules' own check reads them and says what is wrong
        return forms.CharField(label=label, max_length=200, required=False, initial=value)

    def rows(self) -> list[list[Any]]:
        """The boxes of each line, in the order of the columns."""
        return [
            [self[f"i{number}_{column}"] for column in COLUMNS] for number in range(len(self.kept) + MORE)
        ]

    def items(self) -> list[dict[str, Any]]:
        """Items as typed; what was there keeps its code, so that judgements and objections find it again."""
        found = []
        for number in range(len(self.kept) + MORE):
            item = {column: self.cleaned_data[f"i{number}_{column}"] for column in COLUMNS}
            if item["name"].strip():
                kept = self.kept[number]["key"] if number < len(self.kept) else f"own{number}"
                found.append({**item, "key": kept})
        return found


COLUMN_LABELS = {
    "name": gettext_lazy("考评项"),
    "kind": gettext_lazy("计分办法"),
    "weight": gettext_lazy("分值"),
    "metric": gettext_lazy("指标"),
    "full": gettext_lazy("满分值"),
    "zero": gettext_lazy("零分值"),
    "per": gettext_lazy("每个扣（加）"),
    "cap": gettext_lazy("封顶"),
    "least": gettext_lazy("最小分母"),
    "nodata": gettext_lazy("无数据时"),
    "basis": gettext_lazy("说明"),
}
