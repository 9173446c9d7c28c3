"""Forms made from a ledger's fields. What is typed stays text: the ledger's own rules read it and say what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from zhenwu.kernel.areacode import level
from zhenwu.kernel.clock import today
from zhenwu.ledgers.building import masked
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.rules_fields import Rule
from zhenwu.ledgers.rules_places import Places
from zhenwu.web.english.matching import typed
from zhenwu.web.ledgers.cells import raw_value

#: More choices than this are a list to pick from; fewer stand open.
_RADIO = 4
_SET_BY_ITSELF = ("stage", "closed_on")


class RecordForm(forms.Form):
    """Fields of one record, the needed ones first. prefix tells a child's fields from its parent's."""

    def __init__(
        self, defn: Definition, places: Places, *, data: Any = None, record: Record | None = None, prefix: str | None = None,
        only: Sequence[str] = (), initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, prefix=prefix, initial=dict(initial or {}))
        self.defn, self.record = defn, record
        keys = [k for k in only if k in defn.rules] if only else self._keys(defn, record)
        for key in keys:
            self.fields[key] = self._field(defn.rules[key], places)

    @staticmethod
    def _keys(defn: Definition, record: Record | None) -> list[str]:
        keys = [k for k, rule in defn.rules.items() if rule.type != "file"]
        if record is None:
            keys = [k for k in keys if k not in _SET_BY_ITSELF and k != "answered_on"]
        needed = [k for k in keys if defn.rules[k].required and k != "number"]
        return needed + [k for k in keys if k not in needed]

    def _field(self, rule: Rule, places: Places) -> forms.Field:
        options: dict[str, Any] = {"label": rule.label, "required": rule.required}
        start: Any = None
        if self.record is not None:
            value = raw_value(self.record, rule)
            if rule.personal:
                options["required"] = False
                if value:
                    options["help_text"] = _("现在是%(value)s，不改就空着") % {
                        "value": typed(masked(rule, value))
                    }
            else:
                start = str(value) if isinstance(value, bool) else value
        elif rule.key == "occurred_on":
            start = today()
        if rule.key == "number" and self.record is None:
            options["required"] = False
            options["help_text"] = _("空着由系统编号")
        field = self._typed(rule, places, options)
        if start not in (None, ""):
            field.initial = start.isoformat() if isinstance(start, date) else start
        return field

    def _typed(self, rule: Rule, places: Places, options: dict[str, Any]) -> forms.Field:
        blank = [("", _("请选择"))]
        if rule.type == "choice":
            choices = list(rule.choices)
            if rule.required and len(choices) <= _RADIO and rule.key != "stage":
                return forms.ChoiceField(**options, choices=choices, widget=forms.RadioSelect)
            return forms.ChoiceField(**options, choices=blank + choices)
        if rule.type == "bool":
            return forms.ChoiceField(
                **options, choices=[("", _("未说明")), ("True", _("是")), ("False", _("否"))]
            )
        if rule.type == "area":
            villages = [(c, n) for c, n in places.names.items() if level(c) == "village"]
            if len(villages) == 1:
                options["initial"] = villages[0][0]
            return forms.ChoiceField(**options, choices=blank + villages)
        widget: Any = forms.TextInput(attrs={"maxlength": 300})
        if rule.type == "date":
            widget = forms.TextInput(attrs={"type": "date"})
        elif rule.type == "long_text" or rule.key == "title":
            widget = forms.Textarea(attrs={"rows": 2})
        elif rule.type in ("integer", "decimal", "money"):
            widget = forms.TextInput(attrs={"inputmode": "decimal"})
            options.setdefault(
                "help_text",
                _("元，可写3.2万元")
                if rule.type == "money"
                else _("单位：%(unit)s") % {"unit": rule.unit}
                if rule.unit
                else "",
            )
        elif rule.type == "phone":
            widget = forms.TextInput(attrs={"inputmode": "tel"})
        return forms.CharField(**options, widget=widget)

    def told(self) -> dict[str, str]:
        """What was typed, by field key; blank values too, so that a change can empty a field. Blank personal ones stay."""
        found = {}
        for key in self.fields:
            text = str(self.data.get(self.add_prefix(key), "")).strip()
            if self.record is not None and self.defn.rules[key].personal and not text:
                continue
            found[key] = text
        return found

    def changed_values(self) -> dict[str, str]:
        """What a change touches: fields whose text differs from what the form showed."""
        found = {}
        for key, text in self.told().items():
            shown = self.fields[key].initial
            if text != ("" if shown is None else str(shown)):
                found[key] = text
        return found

    def hold(self, where: str, text: str) -> bool:
        """Put a fault beside the field that its place names; False when there is none."""
        for key, field in self.fields.items():
            if where in (key, str(field.label)):
                self.add_error(key, text)
                return True
        return False


def reason_form(data: Any = None, *, label: str) -> forms.Form:
    """One line: why."""

    class Reason(forms.Form):
        why = forms.CharField(max_length=200)

    form = Reason(data)
    form.fields["why"].label = label
    return form
