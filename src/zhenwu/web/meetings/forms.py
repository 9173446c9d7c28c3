"""Forms of meetings: the rhythm, a meeting with what it decided, one decision, one answer."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenwu.accounts.models import Office, Person
from zhenwu.ledgers.models import Record
from zhenwu.meetings.actions import LONGEST_BEFORE, Decision
from zhenwu.meetings.choices import RhythmKind
from zhenwu.plans.choices import PlanState
from zhenwu.plans.models import Item
from zhenwu.web.english.matching import typed
from zhenwu.web.forms import SeveralField
from zhenwu.web.plans.forms import PersonField, day_field
from zhenwu.web.plans.notice_forms import evidence_record, file_field, personal_field

#: Empty lines that the form of a meeting has for decisions; more are added on the meeting's page.
LINES = 5
WEEKDAYS = (
    (0, gettext_lazy("星期一")),
    (1, gettext_lazy("星期二")),
    (2, gettext_lazy("星期三")),
    (3, gettext_lazy("星期四")),
    (4, gettext_lazy("星期五")),
    (5, gettext_lazy("星期六")),
    (6, gettext_lazy("星期日")),
)
_DAYS = re.compile(r"^\s*\d{1,2}(\W+\d{1,2})*\s*$")


def _choices(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.label_from_instance = typed  # type: ignore[assignment]


def _offices(town: str) -> Any:
    return Office.objects.filter(area__code=town, external=False).order_by("order", "id")


class RhythmForm(forms.Form):
    """When a town meets from a day on."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=RhythmKind.choices)
    valid_from = day_field(gettext_lazy("从"), required=True)
    weekday = forms.ChoiceField(
        label=gettext_lazy("星期"), choices=WEEKDAYS, required=False, initial=0, help_text=gettext_lazy("周碰头用。")
    )  # fmt: skip
    days = forms.CharField(
        label=gettext_lazy("日子"), max_length=60, required=False,
        help_text=gettext_lazy("旬调度、月总结用，每月哪几天，如“10、20、30”；没有的日子按月末算。"),
    )  # fmt: skip
    before = forms.IntegerField(
        label=gettext_lazy("提前几个工作日问"), min_value=0, max_value=LONGEST_BEFORE, initial=2
    )
    offices = SeveralField(
        Office.objects.none(), label=gettext_lazy("问谁"), required=False, widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=gettext_lazy("不选就问每个牵头办公室。"),
    )  # fmt: skip

    def __init__(self, *args: Any, town: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "offices", _offices(town))

    def clean_weekday(self) -> int:
        return int(self.cleaned_data["weekday"] or 0)

    def clean_days(self) -> list[int]:
        said = self.cleaned_data["days"]
        if said.strip() and not _DAYS.match(said):
            raise forms.ValidationError(_("读不懂“%(said)s”，应为“10、20、30”。") % {"said": said})
        return [int(number) for number in re.findall(r"\d+", said)]


class MeetingForm(forms.Form):
    """What a meeting was."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=RhythmKind.choices)
    on = day_field(gettext_lazy("日期"), required=True)
    chair = PersonField(
        Person.objects.none(), label=gettext_lazy("主持"), required=False, empty_label=gettext_lazy("未定")
    )
    present = forms.CharField(label=gettext_lazy("参加"), max_length=400, required=False)
    minutes = forms.CharField(
        label=gettext_lazy("议定"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, town: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(area__code=town, active=True, is_leader=True).select_related("office")
        _choices(self, "chair", people.order_by("order", "id"))


class DecisionForm(forms.Form):
    """Who does what by when."""

    text = forms.CharField(label=gettext_lazy("做什么"), max_length=300)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("责任办公室"), empty_label=gettext_lazy("未定")
    )
    person = PersonField(
        Person.objects.none(), label=gettext_lazy("责任人"), required=False, empty_label=gettext_lazy("未定")
    )
    due_on = day_field(gettext_lazy("期限"), required=True)
    item = forms.ModelChoiceField(
        Item.objects.none(), label=gettext_lazy("事项"), required=False, empty_label=gettext_lazy("不连")
    )

    def __init__(self, *args: Any, town: str, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(area__code=town, active=True).select_related("office")
        _choices(self, "office", _offices(town))
        _choices(self, "person", people.order_by("order", "id"))
        items = Item.objects.standing().filter(
            plan__area_code=town, plan__year=year, plan__state=PlanState.APPROVED
        )
        _choices(self, "item", items.order_by("order", "id"))

    def decision(self) -> Decision:
        """What the action takes."""
        given = self.cleaned_data
        return Decision(
            given["text"], given["office"], given["due_on"], person=given["person"], item=given.get("item")
        )


def decision_lines(data: Any, town: str, year: int) -> Any:
    """The lines of a meeting's form; empty ones count for nothing."""
    made = forms.formset_factory(DecisionForm, extra=LINES, max_num=40)
    lines = made(data, prefix="d", form_kwargs={"town": town, "year": year})
    for line in lines:
        del line.fields["item"]  # two hundred choices on each line; an item is named on the meeting's page
    return lines


class AnswerForm(forms.Form):
    """One line on a commitment, with a record as evidence."""

    text = forms.CharField(label=gettext_lazy("答"), max_length=300)
    kept = forms.BooleanField(label=gettext_lazy("做到了"), required=False, initial=True)
    record = forms.CharField(
        label=gettext_lazy("凭据"), max_length=200, required=False, help_text=gettext_lazy("台账记录的编号或网址，可不填。")
    )  # fmt: skip
    file, personal = file_field(), personal_field()

    def __init__(self, *args: Any, town: str, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.town, self.user = town, user

    def clean_record(self) -> Record | None:
        return evidence_record(self.cleaned_data["record"], self.user, self.town)
