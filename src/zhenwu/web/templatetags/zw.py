"""`{% load zw %}`: the kit in one library; docs/kit.md has an example of each."""

from __future__ import annotations

from django import template

from zhenwu.web.kit import drawing, forms, parts, states, tables, values

register = template.Library()
for _part in (values, states, drawing, tables, forms, parts):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
