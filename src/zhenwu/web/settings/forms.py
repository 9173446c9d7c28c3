"""Forms of the settings section."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhenwu.accounts.models import Grant
from zhenwu.areas.models import Area
from zhenwu.areas.querysets import in_area
from zhenwu.ledgers.models import Ledger


class GrantForm(forms.Form):
    """A role for an area inside the giver's own."""

    role = forms.ChoiceField(label=_("角色"), choices=Grant.Role.choices)
    area = forms.ModelChoiceField(label=_("区域"), queryset=Area.objects.none(), to_field_name="code")
    ledgers = forms.MultipleChoiceField(
        label=_("台账"), required=False, help_text=_("不选就是角色能看的全部台账。")
    )

    def __init__(self, *args: Any, area_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.filter(in_area(area_code, "code"))
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["ledgers"].choices = list(  # type: ignore[attr-defined]
            Ledger.objects.filter(active=True).values_list("code", "name")
        )


class TakeForm(forms.Form):
    reason = forms.CharField(label=_("收回的理由"), max_length=200)
