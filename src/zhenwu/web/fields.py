"""What the framework's form fields say about a wrong value, in the house's words: what is wrong, and what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

_NUMBER = _("不是数。请只填数字，如12.5。")
#: Field → code → words; a form that says more has the last word.
MESSAGES: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("没有填。请填上。")},
    forms.FileField: {
        "required": _("没有选文件。请选一个文件。"),
        "invalid": _("没有选文件。请选一个文件。"),
        "missing": _("没有选文件。请选一个文件。"),
        "empty": _("文件是空的。请换一份有内容的文件。"),
    },
    forms.IntegerField: {"invalid": _("不是整数。请只填数字，如12。")},
    forms.FloatField: {"invalid": _NUMBER},
    forms.DecimalField: {"invalid": _NUMBER},
    forms.DateField: {"invalid": _("不是日期。请写成2026-09-03这样。")},
    forms.ChoiceField: {"invalid_choice": _("没有“%(value)s”这一项。请从列出的里面选。")},
}
#: Validator → its words.
LIMITS: dict[type[validators.BaseValidator], Any] = {
    validators.MaxValueValidator: _("%(show_value)s太大，至多%(limit_value)s。请核对。"),
    validators.MinValueValidator: _("%(show_value)s太小，至少%(limit_value)s。请核对。"),
    validators.MaxLengthValidator: _("有%(show_value)s个字，太长，至多%(limit_value)s个。请写短些。"),
}


def speak() -> None:
    """Give the fields these words; before any form is made, as a field takes its words when it is made."""
    for field, words in MESSAGES.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for limit, text in LIMITS.items():
        limit.message = text
