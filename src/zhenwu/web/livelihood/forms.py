"""Forms of livelihood projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenwu.accounts.models import Office
from zhenwu.areas.models import Area
from zhenwu.kernel.clock import today
from zhenwu.livelihood.choices import Grade, Judges, Method, Source, Threshold
from zhenwu.livelihood.models import BallotLine, Proposal
from zhenwu.livelihood.queries import item_choices
from zhenwu.livelihood.rules import Count, Line
from zhenwu.plans.models import Plan
from zhenwu.web.english.matching import typed
from zhenwu.web.plans.forms import day_field

_MOST = 30_000


def _count(label: Any, *, required: bool = True, **extra: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST, required=required, **extra)


def _money(label: Any, *, required: bool, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, required=required, help_text=help_text
    )


class ProposalForm(forms.Form):
    """What somebody proposes; a village cadre's areas are his own village alone."""

    title = forms.CharField(label=gettext_lazy("建议事项"), max_length=80)
    text = forms.CharField(
        label=gettext_lazy("内容"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.ChoiceField(label=gettext_lazy("来自"), choices=Source.choices)
    area_code = forms.ChoiceField(label=gettext_lazy("区域"))
    received_on = day_field(gettext_lazy("收到日期"))
    people = forms.IntegerField(
        label=gettext_lazy("受益人数"), min_value=1, max_value=10_000_000, required=False
    )
    name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=20, required=False,
        help_text=gettext_lazy("要回复的居民或代表才填，加密保存，不在页面上显示。"),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=20, required=False)

    def __init__(self, data: Any, *, areas: Sequence[Area]) -> None:
        super().__init__(data, initial={"received_on": today()})
        field = self.fields["area_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(area.code, area.name) for area in areas]


class CostForm(forms.Form):
    cost = _money(gettext_lazy("估算"), required=True, help_text=gettext_lazy("元"))
    basis = forms.CharField(label=gettext_lazy("估算依据"), max_length=200)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("可承办"), required=False, empty_label=gettext_lazy("未定")
    )

    def __init__(self, data: Any, *, proposal: Proposal) -> None:
        initial = {"cost": proposal.cost, "basis": proposal.cost_basis, "office": proposal.office_id}
        super().__init__(data, initial=initial)
        _offices(self, proposal.town_code)


def _offices(form: forms.Form, town: str) -> None:
    field = form.fields["office"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = Office.objects.filter(area__code=town, external=False).order_by("order", "id")


class GroundsForm(forms.Form):
    """Why; the buttons say what."""

    why = forms.CharField(
        label=gettext_lazy("理由"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class BallotForm(forms.Form):
    """A round of voting; a candidate without votes typed is none of this round."""

    meeting = forms.CharField(label=gettext_lazy("会议"), max_length=120)
    held_on = day_field(gettext_lazy("日期"), required=True)
    presided_by = forms.CharField(label=gettext_lazy("主持"), max_length=60)
    method = forms.ChoiceField(label=gettext_lazy("方式"), choices=Method.choices)
    threshold = forms.ChoiceField(label=gettext_lazy("选上条件"), choices=Threshold.choices)
    round_number = forms.IntegerField(label=gettext_lazy("第几轮"), min_value=1, max_value=9, initial=1)
    places = _count(gettext_lazy("应选"))
    per_ballot = _count(
        gettext_lazy("每票至多选"), required=False, help_text=gettext_lazy("空着就是应选的件数。")
    )
    due = _count(gettext_lazy("应到代表"))
    present = _count(gettext_lazy("实到代表"))
    issued = _count(gettext_lazy("发出票数"), required=False, help_text=gettext_lazy("举手表决的不填。"))
    returned = _count(gettext_lazy("收回票数"), required=False)
    spoiled = _count(gettext_lazy("废票"), required=False)
    decision = forms.CharField(
        label=gettext_lazy("会议决定"), max_length=300, required=False,
        help_text=gettext_lazy("只在得票相同、票数分不出先后时写。"),
    )  # fmt: skip
    minutes = forms.CharField(
        label=gettext_lazy("会议记录"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any, *, candidates: Sequence[Proposal]) -> None:
        super().__init__(data)
        self.candidates = candidates
        for row in candidates:
            self.fields[f"votes_{row.pk}"] = _count(typed(row.title), required=False)
            self.fields[f"chosen_{row.pk}"] = forms.BooleanField(
                label=_("%(name)s选上") % {"name": typed(row.title)}, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """Candidates with their two boxes, for the table."""
        return [
            {"proposal": row, "votes": self[f"votes_{row.pk}"], "chosen": self[f"chosen_{row.pk}"]}
            for row in self.candidates
        ]

    def count(self) -> Count:
        """The round as the action takes it: a show of hands hands out nothing, so all who were there have voted."""
        given = self.cleaned_data
        hands = given["method"] == Method.OPEN
        issued = given["issued"] if given["issued"] is not None else given["present"] if hands else 0
        returned = given["returned"] if given["returned"] is not None else given["present"] if hands else 0
        lines = tuple(
            Line(row.pk, row.title, given[f"votes_{row.pk}"], given[f"chosen_{row.pk}"])
            for row in self.candidates
            if given[f"votes_{row.pk}"] is not None or given[f"chosen_{row.pk}"]
        )
        lines = tuple(Line(one.key, one.name, one.votes or 0, one.chosen) for one in lines)
        places = given["places"]
        return Count(
            places=places, per_ballot=given["per_ballot"] if given["per_ballot"] is not None else places, due=given["due"],
            present=given["present"], issued=issued, returned=returned, spoiled=given["spoiled"] or 0, lines=lines,
            threshold=given["threshold"], decision=given["decision"],
        )  # fmt: skip


class DecideForm(forms.Form):
    """How the meeting decided between equal votes."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("选上"), widget=forms.CheckboxSelectMultiple, required=False
    )
    decision = forms.CharField(label=gettext_lazy("会议决定"), max_length=300, required=False)

    def __init__(self, data: Any, *, tied: Sequence[tuple[int, str]]) -> None:
        super().__init__(data)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, typed(title)) for key, title in tied]


class TakeForm(forms.Form):
    """A chosen candidate becomes an item of the plan: one that the report brought, or a new one."""

    number = forms.IntegerField(label=gettext_lazy("序号"), min_value=1, max_value=99)
    title = forms.CharField(label=gettext_lazy("实事"), max_length=80)
    item = forms.ChoiceField(
        label=gettext_lazy("计划事项"), required=False,
        help_text=gettext_lazy("报告里已有的，选它；没有的，空着就新列一项。"),
    )  # fmt: skip
    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("牵头"), required=False, empty_label=gettext_lazy("未定")
    )
    due_on = day_field(gettext_lazy("期限"))
    planned = _money(gettext_lazy("计划资金"), required=False, help_text=gettext_lazy("元"))
    funds = forms.CharField(label=gettext_lazy("资金来源"), max_length=200, required=False)

    def __init__(self, data: Any, *, line: BallotLine, plan: Plan | None, number: int) -> None:
        proposal = line.proposal
        initial = {
            "number": number, "title": proposal.title, "office": proposal.office_id, "planned": proposal.cost,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.items = {str(item.pk): item for item in item_choices(plan)} if plan else {}
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("新列一项")),
            *((key, typed(_named(item))) for key, item in self.items.items()),
        ]
        _offices(self, line.ballot.town_code)

    def fields_for_action(self) -> dict[str, Any]:
        return {**self.cleaned_data, "item": self.items.get(self.cleaned_data["item"])}


def _named(item: Any) -> str:
    words = f"{item.code} {item.title}".strip()[:50]
    return _("第%(n)d件 %(words)s") % {"n": item.livelihood, "words": words} if item.livelihood else words


class PayForm(forms.Form):
    amount = _money(gettext_lazy("金额"), required=True, help_text=gettext_lazy("元"))
    on = day_field(gettext_lazy("日期"))
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)


class SatisfactionForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("谁评"), choices=Judges.choices)
    on = day_field(gettext_lazy("日期"))
    asked = forms.IntegerField(label=gettext_lazy("问到"), min_value=0, max_value=10_000_000)
    answered = forms.IntegerField(label=gettext_lazy("答复人数"), min_value=0, max_value=10_000_000)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for grade in Grade:
            self.fields[grade.value] = forms.IntegerField(
                label=grade.label, min_value=0, max_value=10_000_000, required=False
            )

    def fields_for_action(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        grades = {grade.value: given.pop(grade.value) or 0 for grade in Grade}
        return {**given, "grades": grades}
