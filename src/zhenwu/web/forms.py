"""The sign-in form, and fields that bear whatever is sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhenwu.kernel.period import FIRST_YEAR, LAST_YEAR


class DayField(forms.DateField):
    """A day in a year that a township could mean: years 1 and 9999 are slips, and no calendar counts beyond them."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(
                gettext("年份%(year)d不对，应在%(first)d—%(last)d之间。")
                % {"year": value.year, "first": FIRST_YEAR, "last": LAST_YEAR}
            )


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows; a key that no database could hold is a wrong choice like any other."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            wrong = self.error_messages["invalid_pk_value"]
            raise ValidationError(wrong, code="invalid_pk_value", params={"pk": "…"}) from None


class SignInForm(AuthenticationForm):
    """Says what to do, and not which of the two was wrong."""

    error_messages = {
        "invalid_login": _("用户名或密码不对。请查看大小写后再试，忘了密码请找镇里的管理员。"),
        "inactive": _("这个用户已停用，请找镇里的管理员。"),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
