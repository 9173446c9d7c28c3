"""Forms of notices: what is asked of whom, and the steps that one may take."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenwu.accounts.models import Office, Person
from zhenwu.areas.querysets import in_area
from zhenwu.kernel.calendar import add_working_days
from zhenwu.kernel.clock import today
from zhenwu.ledgers.models import Record
from zhenwu.plans.actions import Paper
from zhenwu.plans.models import Supervision
from zhenwu.plans.supervising import terms_on
from zhenwu.web.files import accepted, optional_file
from zhenwu.web.forms import SeveralField
from zhenwu.web.plans.forms import PersonField, day_field

#: The address of a record's page, which may be pasted.
_ADDRESS = re.compile(r"/ledgers/(?P<code>[\w-]+)/(?P<pk>[0-9]{1,18})(?:[/?#].*)?$")


def _text(label: Any, rows: int = 3, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def file_field() -> forms.FileField:
    """A file as evidence; what it is, the action finds out by its content."""
    widget = forms.FileInput(attrs={"accept": accepted()})
    words = gettext_lazy("一个文件，可不填：PDF、OFD、Office文件或照片。照片里的拍摄地点会去掉。")
    return forms.FileField(label=gettext_lazy("附件"), required=False, allow_empty_file=True, widget=widget, help_text=words)  # fmt: skip


def personal_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("附件里有个人信息"), required=False, help_text=gettext_lazy("加密存放，只有办理和审核的人能打开，打开留痕。")
    )  # fmt: skip


def sent_paper(request: HttpRequest, form: forms.Form) -> Paper | None:
    """The file that the form was sent with; BadInput before a huge one is read."""
    sent = optional_file(request)
    return None if sent is None else Paper(*sent, personal=bool(form.cleaned_data["personal"]))


class SuperviseForm(forms.Form):
    """A notice: what is asked, of whom, until when, with copies to whom."""

    finding = forms.CharField(label=gettext_lazy("问题"), max_length=200)
    office = forms.ModelChoiceField(Office.objects.none(), label=gettext_lazy("责任办公室"))
    requirement = _text(gettext_lazy("要求"), 4, required=True)
    reply_due = day_field(gettext_lazy("回复期限"), required=True)
    leader = PersonField(
        Person.objects.none(),
        label=gettext_lazy("分管领导"),
        required=False,
        empty_label=gettext_lazy("未定"),
    )
    copies = SeveralField(
        Office.objects.none(), label=gettext_lazy("抄送"), required=False, widget=forms.SelectMultiple(attrs={"size": 4})
    )  # fmt: skip

    def __init__(
        self, *args: Any, town: str, fixed: tuple[str, ...] = (), leader: int | None = None, **kwargs: Any
    ) -> None:
        """fixed : fields that the thing itself decides (an item has its office)."""
        due = add_working_days(today(), terms_on(today()).reply)
        kwargs["initial"] = {"reply_due": due, "leader": leader, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(in_area(town, "area__code"), external=False).order_by(
            "area__code", "order", "id"
        )
        leaders = Person.objects.filter(area__code=town, active=True, is_leader=True).order_by("order", "id")
        rows = (
            ("office", offices),
            ("copies", offices.filter(area__code=town)),
            ("leader", leaders.select_related("office")),
        )
        for name, found in rows:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found
        for name in fixed:
            del self.fields[name]


class NoticeForm(forms.Form):
    """One step of a notice; each use shows the fields that it needs."""

    text = _text(gettext_lazy("内容"))
    evidence = forms.CharField(
        label=gettext_lazy("凭据"), max_length=200, required=False, help_text=gettext_lazy("台账记录的编号或网址，可不填。")
    )  # fmt: skip
    file, personal = file_field(), personal_field()
    until = day_field(gettext_lazy("延期到"))
    leader = PersonField(
        Person.objects.none(),
        label=gettext_lazy("分管领导"),
        required=False,
        empty_label=gettext_lazy("未定"),
    )

    def __init__(self, *args: Any, notice: Supervision, user: Any, worded: bool, **kwargs: Any) -> None:
        """worded : whether the step needs words."""
        kwargs["initial"] = {"leader": notice.leader_id, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        # One of the buttons beside the words may do without them, so that the browser does not ask for them.
        self.use_required_attribute = False
        self.fields["text"].required = worded
        self.notice, self.user = notice, user
        field = self.fields["leader"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(
            area__code=notice.area_code, active=True, is_leader=True
        ).select_related("office")

    def clean_evidence(self) -> Record | None:
        return evidence_record(self.cleaned_data["evidence"], self.user, self.notice.area_code)


def evidence_record(said: str, user: Any, town: str) -> Record | None:
    """The one standing record of the town that the person may see under this number or address; None where nothing is said.

    Raises ValidationError when there is none, or more than one.
    """
    said = said.strip()
    if not said:
        return None
    rows = Record.objects.visible_to(user).standing().filter(in_area(town)).select_related("ledger")
    address = _ADDRESS.search(said)
    rows = (
        rows.filter(ledger__code=address["code"], pk=address["pk"]) if address else rows.filter(number=said)
    )
    found = list(rows[:2])
    if not found:
        raise forms.ValidationError(_("没有编号为“%(said)s”的记录。请抄台账里的编号。") % {"said": said})
    if len(found) > 1:
        raise forms.ValidationError(
            _("不止一条记录的编号是“%(said)s”。请贴这条记录的网址。") % {"said": said}
        )
    return found[0]
