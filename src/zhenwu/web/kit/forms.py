"""Fields and faults of forms."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect

register = template.Library()


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, *, label: str = "", help: str = "") -> dict[str, Any]:
    """Label above, control, then the error in words or the help; wired for screen readers."""
    widget = bound.field.widget
    return {
        "field": bound,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "control": bound.as_widget(attrs={"autocomplete": widget.attrs.get("autocomplete", "off")}),
        "grouped": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "ticked": isinstance(widget, CheckboxInput),
        "optional": not bound.field.required,
    }


@register.inclusion_tag("web/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """How many things are to be changed, with a link to each."""
    bound = [form[name] for name in form.fields if form[name].errors]
    general = list(form.non_field_errors())
    return {"bound": bound, "general": general, "count": len(bound) + len(general)}
