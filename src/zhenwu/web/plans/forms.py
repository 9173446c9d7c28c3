"""Forms of the plan's pages. What an office or a person may be is read once per form, from the plan's town."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenwu.accounts.models import Office, Person
from zhenwu.catalog import work_rows
from zhenwu.figures.queries import metric_defs
from zhenwu.plans.choices import Aspect, ItemKind, ItemStatus, Operator, PathKind, PlanState, State
from zhenwu.plans.models import Item, Plan, Target
from zhenwu.web.english.matching import typed
from zhenwu.web.forms import DayField, SeveralField

_DATE = {"type": "date"}
_LINE = re.compile(
    r"^(?P<name>.+?)[\s，,]+(?P<day>\d{4}-\d{1,2}-\d{1,2})(?:[\s，,]+(?P<share>\d+(?:\.\d+)?)\s*[%％]?)?$"
)


def day_field(label: Any, *, required: bool = False, **extra: Any) -> DayField:
    return DayField(
        label=label, required=required, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"), **extra
    )


def offices_of(plan: Plan) -> Any:
    return Office.objects.filter(area__code=plan.area_code).order_by("order", "id")


def persons_of(plan: Plan, *, leaders: bool) -> Any:
    found = (
        Person.objects.filter(area__code=plan.area_code, active=True)
        .select_related("office")
        .order_by("order", "id")
    )
    return found.filter(is_leader=True) if leaders else found.filter(is_leader=False)


class ItemField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return typed(f"{obj.code} {obj.title}".strip())


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.title


def bound(item: Item) -> bool:
    """Whether what the item promises changes only with grounds and a leader's approval."""
    return item.plan.state == PlanState.APPROVED and item.status == ItemStatus.ACCEPTED


class ItemForm(forms.Form):
    """An item's words, who does it and by when."""

    title = forms.CharField(label=gettext_lazy("事项"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=ItemKind.choices)
    group = forms.CharField(label=gettext_lazy("分组"), max_length=60, required=False)
    lead_office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("牵头"), required=False, empty_label=gettext_lazy("未定")
    )
    owner = PersonField(
        Person.objects.none(), label=gettext_lazy("责任人"), required=False, empty_label=gettext_lazy("未定")
    )
    leader = PersonField(
        Person.objects.none(),
        label=gettext_lazy("分管领导"),
        required=False,
        empty_label=gettext_lazy("未定"),
    )
    starts_on = day_field(gettext_lazy("开始"))
    due_on = day_field(gettext_lazy("期限"))
    evidence = forms.CharField(
        label=gettext_lazy("以什么为凭"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("年底凭它说做到了。"),
    )
    work_row = forms.ChoiceField(label=gettext_lazy("工作条目"), required=False)
    standing = forms.ChoiceField(
        label=gettext_lazy("一次还是常年"), required=False,
        choices=[("", gettext_lazy("做完就了")), ("1", gettext_lazy("常年工作"))],
    )  # fmt: skip
    parent = ItemField(
        Item.objects.none(),
        label=gettext_lazy("上级事项"),
        required=False,
        empty_label=gettext_lazy("不归到别的事项下"),
    )
    problem = forms.CharField(
        label=gettext_lazy("针对的问题"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    offices = SeveralField(
        Office.objects.none(),
        label=gettext_lazy("配合"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )
    milestones = forms.CharField(
        label=gettext_lazy("节点"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一个：名称 日期 应完成%，如“主体完工 2026-09-30 60”。"),
    )  # fmt: skip

    #: the version that the form was opened at
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        plainly = (
            "title",
            "kind",
            "group",
            "starts_on",
            "due_on",
            "evidence",
            "work_row",
            "problem",
            "version",
        )
        initial = {
            **{name: getattr(item, name) for name in plainly}, "standing": "1" if item.standing else "", "parent": item.parent_id,
            "lead_office": item.lead_office_id, "owner": item.owner_id, "leader": item.leader_id,
            "offices": [office.pk for office in item.offices.all()],
            "milestones": "\n".join(
                f"{stone.name} {stone.due_on}" + (f" {stone.share.normalize():f}" if stone.share is not None else "")
                for stone in item.milestones.all()
            ),
        }  # fmt: skip
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        plan = item.plan
        self.choices_of("lead_office", offices_of(plan))
        self.choices_of("offices", offices_of(plan))
        self.choices_of("owner", persons_of(plan, leaders=False))
        self.choices_of("leader", persons_of(plan, leaders=True))
        others = plan.items.exclude(status__in=[ItemStatus.REJECTED, ItemStatus.DROPPED]).exclude(pk=item.pk)
        self.choices_of("parent", others)
        rows = self.fields["work_row"]
        assert isinstance(rows, forms.ChoiceField)
        rows.choices = [("", _("未定")), *work_rows().items()]
        if not item.problem:
            del self.fields["problem"]
        if bound(item):
            for name in ("lead_office", "due_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("计划已批准，要变请申请变更。")

    def choices_of(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_standing(self) -> bool:
        return self.cleaned_data["standing"] == "1"

    def clean_milestones(self) -> list[tuple[str, date, Decimal | None]]:
        found, wrong = [], []
        for number, line in enumerate(self.cleaned_data["milestones"].splitlines(), 1):
            if not line.strip():
                continue
            match = _LINE.match(line.strip())
            try:
                year, month, day = (int(part) for part in match["day"].split("-")) if match else (0, 0, 0)
                share = Decimal(match["share"]) if match and match["share"] else None
                found.append((match["name"].strip() if match else "", date(year, month, day), share))
            except (ValueError, InvalidOperation):
                wrong.append(_("第%(line)d行读不懂，应为“名称 2026-09-30 60”。") % {"line": number})
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def fields_for_action(self) -> dict[str, Any]:
        """What item_edit takes."""
        apart = ("milestones", "parent")
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class TargetForm(forms.Form):
    """A number to reach; an empty value leaves it as it is."""

    metric_code = forms.ChoiceField(label=gettext_lazy("指标"), required=False)
    aspect = forms.ChoiceField(label=gettext_lazy("看什么"), choices=Aspect.choices)
    operator = forms.ChoiceField(label=gettext_lazy("要求"), choices=Operator.choices)
    value = forms.DecimalField(label=gettext_lazy("目标值"), max_digits=18, decimal_places=4)
    unit = forms.CharField(label=gettext_lazy("单位"), max_length=10, required=False)
    path = forms.ChoiceField(label=gettext_lazy("路径"), choices=PathKind.choices)

    def __init__(self, *args: Any, target: Target | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {
            "path": PathKind.EVEN,
            "aspect": Aspect.VALUE,
            "operator": Operator.AT_LEAST,
        }
        if target is not None:
            initial = {
                name: getattr(target, name) for name in ("metric_code", "aspect", "operator", "unit", "path")
            }
            initial["value"] = target.value.normalize().__format__("f")
        kwargs.update(initial=initial, prefix=f"t{target.pk if target else ''}")
        super().__init__(*args, **kwargs)
        if target is not None and bound(target.item):
            for name in ("value", "operator"):
                self.fields[name].disabled = True
        choices = [(code, f"{metric.name}（{metric.unit}）") for code, metric in metric_defs().items()]
        field = self.fields["metric_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("还没有选")), *choices]


class AssignForm(forms.Form):
    """What many items are given at once; an empty field changes nothing."""

    lead_office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("牵头"), required=False, empty_label=gettext_lazy("牵头")
    )
    leader = PersonField(
        Person.objects.none(),
        label=gettext_lazy("分管领导"),
        required=False,
        empty_label=gettext_lazy("分管领导"),
    )
    due_on = day_field(gettext_lazy("期限"))
    standing = forms.ChoiceField(
        label=gettext_lazy("一次还是常年"), required=False,
        choices=[("", gettext_lazy("一次还是常年")), ("no", gettext_lazy("做完就了")), ("yes", gettext_lazy("常年工作"))],
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("lead_office", offices_of(plan)), ("leader", persons_of(plan, leaders=True))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def given(self) -> dict[str, Any]:
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {**given, "standing": given["standing"] == "yes"} if "standing" in given else given


class CheckInForm(forms.Form):
    """One line and Enter."""

    text = forms.CharField(label=gettext_lazy("进展"), max_length=300)
    percent = forms.IntegerField(label=gettext_lazy("完成%"), required=False, min_value=0, max_value=100)
    on = day_field(gettext_lazy("日期"))
    finished = forms.BooleanField(label=gettext_lazy("已完成"), required=False)


class WaitForm(forms.Form):
    """The county has the ball: since when, and what is waited for."""

    since = day_field(gettext_lazy("从"), required=True)
    why = forms.CharField(
        label=gettext_lazy("等什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("等谁办哪一件，如“县资规局批用地”。时钟停到再走为止，事项照样列着。"),
    )  # fmt: skip


class DoneForm(forms.Form):
    """An item is done on the word of who edits the plan."""

    on = day_field(gettext_lazy("完成日期"), required=True)
    why = forms.CharField(
        label=gettext_lazy("凭什么算完成"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class OverrideForm(forms.Form):
    """A leader's judgement."""

    state = forms.ChoiceField(label=gettext_lazy("改判为"), choices=State.choices)
    grounds = forms.CharField(
        label=gettext_lazy("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    until = day_field(gettext_lazy("有效到"), required=True)
