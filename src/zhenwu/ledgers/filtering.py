"""A ledger's conditions: parameters of an address in, a query and the conditions' words out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from zhenwu.areas.querysets import in_area
from zhenwu.kernel.clock import today
from zhenwu.ledgers.choices import Archetype
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.fields import fingerprint
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.querysets import RecordQuerySet
from zhenwu.ledgers.rules_dates import read_date
from zhenwu.ledgers.unfit import Unfit

SOON_DAYS = 7
VIEWS = ("open", "late", "soon", "mine", "month", "all", "withdrawn")
#: Real columns that a parameter of the same name filters by.
CHOICE_KEYS = ("stage", "channel", "category", "level", "satisfied")
SORTS = ("number", "title", "area_code", "occurred_on", "due_on", "closed_on", "stage", "channel", "category", "level", "persons",
         "amount", "quantity", "handler")  # fmt: skip
_WORDS = re.compile(r"\s+")
_IDENTIFIER = re.compile(r"[0-9A-Za-z]{15,18}")


def has_stages(defn: Definition) -> bool:
    return bool(defn.ledger.stages)


def is_register(defn: Definition) -> bool:
    """Whether people ask first what stands on it: a register of subjects that pass no stages."""
    return defn.ledger.archetype == Archetype.SUBJECT and not has_stages(defn)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a page of a ledger shows. Unknown parameters are left out, unfit ones say so in `unfit`."""

    view: str
    area: str
    year: int
    place: str = ""
    stage: tuple[str, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    words: str = ""
    sort: str = ""
    unfit: tuple[str, ...] = ()

    @property
    def params(self) -> dict[str, Any]:
        """As parameters of an address; the view's own order is left out."""
        found: dict[str, Any] = {"view": self.view}
        if self.place:
            found["place"] = self.place
        if self.stage:
            found["stage"] = list(self.stage)
        found.update(self.chosen)
        if self.first:
            found["from"] = self.first.isoformat()
        if self.last:
            found["to"] = self.last.isoformat()
        if self.words:
            found["find"] = self.words
        return found


def default_view(defn: Definition) -> str:
    return "open" if has_stages(defn) or is_register(defn) else "all"


def default_sort(defn: Definition, view: str) -> str:
    if view in ("open", "late", "soon", "mine") and has_stages(defn):
        return "due_on"
    return "-occurred_on"


def read_conditions(defn: Definition, params: Any, *, area: str, year: int) -> Conditions:
    """Conditions of an address. params : a QueryDict or a dict of lists."""

    def one(name: str) -> str:
        return str(params.get(name, "") or "").strip()

    def many(name: str) -> list[str]:
        return params.getlist(name) if hasattr(params, "getlist") else list(params.get(name, []) or [])

    view = one("view")
    staged = ("late", "soon", "mine") if is_register(defn) else ("open", "late", "soon", "mine")
    if view not in VIEWS or (view in staged and not has_stages(defn)):
        view = default_view(defn)
    unfit: list[str] = []
    days: dict[str, date | None] = {}
    for name in ("from", "to"):
        days[name] = None
        if one(name):
            try:
                days[name] = read_date(one(name))
            except Unfit as wrong:
                unfit.append(wrong.what)
    chosen = {}
    for key in CHOICE_KEYS[1:]:
        rule = defn.rules.get(key)
        keys = (
            ("True", "False")
            if rule and rule.type == "bool"
            else tuple(k for k, _n in rule.choices)
            if rule
            else ()
        )
        if one(key) in keys:
            chosen[key] = one(key)
    sort = one("sort")
    return Conditions(
        view=view,
        area=area,
        year=year,
        place=one("place") if re.fullmatch(r"\d{12}(\d{3})?", one("place")) else "",
        stage=tuple(s for s in defn.order if s in many("stage")),
        chosen=chosen,
        first=days["from"],
        last=days["to"],
        words=one("find")[:60],
        sort=sort if sort.lstrip("-") in SORTS else "",
        unfit=tuple(unfit),
    )


def view_condition(view: str, *, year: int, user: Any) -> Q:
    """What a view's tab counts."""
    day = today()
    running = Q(closed_on__isnull=True, withdrawn_on__isnull=True)
    standing = Q(withdrawn_on__isnull=True)
    if view == "open":
        return running
    if view == "late":
        return running & Q(due_on__lt=day)
    if view == "soon":
        return running & Q(due_on__gte=day, due_on__lte=day + timedelta(days=SOON_DAYS))
    if view == "mine":
        return running & Q(handler=getattr(user, "name", "") or "-")
    if view == "month":
        return standing & Q(occurred_on__gte=day.replace(day=1), occurred_on__lte=day)
    if view == "withdrawn":
        return Q(withdrawn_on__isnull=False) & in_year(year)
    return standing & in_year(year)


def in_year(year: int, name: str = "occurred_on") -> Q:
    return Q(**{f"{name}__gte": date(year, 1, 1), f"{name}__lte": date(year, 12, 31)})


def word_condition(defn: Definition, words: str) -> Q:
    """Records in which every word occurs; a whole identifying number finds its record by hash."""
    found = Q()
    for word in _WORDS.split(words):
        part = Q(title__icontains=word) | Q(number__icontains=word) | Q(handler__icontains=word)
        if _IDENTIFIER.fullmatch(word) and len(defn.ledger.identity) == 1:
            rule = defn.rules.get(defn.ledger.identity[0])
            value = fingerprint(word) if rule and rule.personal else word.upper()
            part |= Q(identity__endswith=f":{value}")
        found &= part
    return found


def narrow(query: RecordQuerySet, defn: Definition, asked: Conditions, user: Any) -> RecordQuerySet:
    """The query with the conditions beside the view's own."""
    query = query.filter(view_condition(asked.view, year=asked.year, user=user))
    if asked.place:
        query = query.filter(in_area(asked.place))
    if asked.stage:
        query = query.filter(stage__in=asked.stage)
    for key, value in asked.chosen.items():
        query = query.filter(**{key: value == "True" if key == "satisfied" else value})
    if asked.first:
        query = query.filter(occurred_on__gte=asked.first)
    if asked.last:
        query = query.filter(occurred_on__lte=asked.last)
    if asked.words:
        query = query.filter(word_condition(defn, asked.words))
    return query


def ordered(query: RecordQuerySet, defn: Definition, asked: Conditions) -> RecordQuerySet:
    """In the order asked for; what has no value comes last either way."""
    sort = asked.sort or default_sort(defn, asked.view)
    name = sort.lstrip("-")
    way = F(name).desc(nulls_last=True) if sort.startswith("-") else F(name).asc(nulls_last=True)
    return query.order_by(way, "-occurred_on", "-id")


def base(user: Any, defn: Definition, area: str) -> RecordQuerySet:
    """The records of a ledger in an area that a user may see."""
    query: RecordQuerySet = Record.objects.visible_to(user).filter(ledger=defn.ledger)
    return query.in_area(area) if area else query.none()


def chips(defn: Definition, asked: Conditions, place_name: str) -> list[tuple[str, str, str, str]]:
    """(name, value in words, parameter, its value) of every condition beside the view."""
    found: list[tuple[str, str, str, str]] = []
    if asked.view in ("all", "withdrawn"):
        found.append((_("年份"), str(asked.year), "", ""))
    if asked.place:
        found.append((defn.labels.get("area_code", _("村")), place_name, "place", asked.place))
    if asked.stage:
        names = "、".join(defn.ledger.stage_name(key) for key in asked.stage)
        found.append((defn.labels.get("stage", _("阶段")), names, "stage", ""))
    for key, value in asked.chosen.items():
        said = {"True": _("是"), "False": _("否")}.get(value) or defn.choice_name(key, value)
        found.append((defn.labels[key], said, key, value))
    head = defn.labels.get("occurred_on", _("日期"))
    if asked.first:
        found.append((head, _("%(day)s起") % {"day": asked.first}, "from", ""))
    if asked.last:
        found.append((head, _("到%(day)s") % {"day": asked.last}, "to", ""))
    if asked.words:
        found.append((_("含有"), asked.words, "find", ""))
    return found


__all__ = ["Conditions", "base", "chips", "default_sort", "default_view", "has_stages", "in_year", "is_register", "narrow", "ordered",
           "read_conditions", "view_condition"]  # fmt: skip
