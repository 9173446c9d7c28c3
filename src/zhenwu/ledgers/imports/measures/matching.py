"""Which record a line speaks of: by what tells records of the ledger apart, else by name."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.imports.heading import plain_head
from zhenwu.ledgers.imports.measures.whens import plain
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.rules_fields import Rule, check_value, is_blank
from zhenwu.ledgers.rules_places import Places
from zhenwu.ledgers.unfit import Unfit

_TELLING = ("text", "credit_code")
#: Names that are compared with all others to find what was meant; beyond it only faults are told.
_MOST_GUESSES = 100
_LIKE = 0.7


class Unknown(Exception):
    """No record, or more than one, is meant. key : of the column to blame."""

    def __init__(self, key: str, unfit: Unfit) -> None:
        super().__init__(str(unfit))
        self.key, self.unfit = key, unfit


def telling(defn: Definition) -> list[str]:
    """Fields that tell one record from another in a sheet: what the ledger's identity is made of, then the name."""
    keys = [
        key
        for key in defn.ledger.identity
        if key in defn.rules and defn.rules[key].type in _TELLING and not defn.rules[key].personal
    ]
    return list(dict.fromkeys([*keys, "title"]))


def telling_heads(defn: Definition) -> dict[str, str]:
    """Plain head → field, of the fields that tell records apart."""
    found: dict[str, str] = {}
    for key in telling(defn):
        for name in (*defn.heads[key], key):
            found.setdefault(plain_head(name), key)
    return found


class Registry:
    """The records that somebody may report for, read once for a whole sheet."""

    def __init__(self, defn: Definition, actor: Any, area_code: str) -> None:
        self.defn = defn
        self.keys = telling(defn)
        query = Record.objects.filter(ledger=defn.ledger).standing().in_area(area_code)
        if actor is not None:
            query = query.visible_to(actor)
        self.records: list[Record] = list(
            query.only(
                "id",
                "ledger_id",
                "area_code",
                "title",
                "aliases",
                "number",
                "data",
                "closed_on",
                "withdrawn_on",
            )
        )
        self.by_key: dict[str, dict[str, list[Record]]] = {key: {} for key in self.keys}
        for record in self.records:
            for key in self.keys:
                for text in _names(record, self.defn.rules[key]):
                    self.by_key[key].setdefault(_form(text), []).append(record)
        self._known: dict[tuple[str, ...], Record | Unknown] = {}
        self._guesses = 0

    def find(self, cells: Mapping[str, Any]) -> Record:
        """The record of a line; Unknown says which column is to blame and why."""
        asked = tuple("" if is_blank(cells.get(key)) else str(cells[key]) for key in self.keys)
        if asked not in self._known:
            try:
                self._known[asked] = self._find(cells)
            except Unknown as unknown:
                self._known[asked] = unknown
        found = self._known[asked]
        if isinstance(found, Unknown):
            raise found
        return found

    def name(self, record: Record, key: str) -> str:
        """What the record goes by in a field."""
        return next(iter(_names(record, self.defn.rules[key])), "")

    def _find(self, cells: Mapping[str, Any]) -> Record:
        told = {key: self._read(key, cells[key]) for key in self.keys if not is_blank(cells.get(key))}
        if not told:
            words = "或".join(self.defn.labels[key] for key in self.keys)
            raise Unknown(self.keys[-1], Unfit(f"没有写{words}", words, f"请补上{words}"))
        firm = [key for key in told if key != "title" or "title" in self.defn.ledger.identity]
        for key in firm:
            if _form(told[key]) not in self.by_key[key]:
                raise Unknown(key, self._nobody(key, told))
        found = self._common({key: told[key] for key in firm}) if firm else []
        if "title" in told and "title" not in firm:
            found = self._named(told, found, bool(firm))
        if len(found) != 1:
            raise Unknown(firm[0] if firm else "title", self._several(told, found))
        return found[0]

    def _read(self, key: str, raw: Any) -> str:
        try:
            return str(check_value(self.defn.rules[key], raw, places=Places("", [])))
        except Unfit as unfit:
            raise Unknown(key, unfit) from None

    def _common(self, told: Mapping[str, str]) -> list[Record]:
        found = [self.by_key[key][_form(text)] for key, text in told.items()]
        return [record for record in found[0] if all(record in other for other in found[1:])]

    def _named(self, told: Mapping[str, str], found: list[Record], by_code: bool) -> list[Record]:
        """A name alone must be known; beside a code it may be written otherwise, but not be another record's."""
        named = self.by_key["title"].get(_form(told["title"]), [])
        if by_code:
            if named and not any(record in named for record in found):
                key = next(k for k in told if k != "title")
                raise Unknown("title", Unfit(
                    f"{self.defn.labels[key]}是“{found[0].title if found else ''}”的，名称写的是“{told['title']}”",
                    "同一个对象的代码和名称", "请核对原件，改正其中一个", found[0].title if len(found) == 1 else "",
                ))  # fmt: skip
            return found
        if not named:
            raise Unknown("title", self._nobody("title", told))
        return named

    def _nobody(self, key: str, told: Mapping[str, str]) -> Unfit:
        """Not registered; a name that is nearly one of the ledger's is offered."""
        ledger, label = self.defn.ledger, self.defn.labels[key]
        suggestion = ""
        same = self.by_key["title"].get(_form(told.get("title", "")), []) if key != "title" else []
        if len(same) == 1:
            suggestion = self.name(same[0], key)
        elif key == "title" and self._guesses < _MOST_GUESSES:
            self._guesses += 1
            near = get_close_matches(_form(told[key]), list(self.by_key["title"]), 1, _LIKE)
            suggestion = self.by_key["title"][near[0]][0].title if near else ""
        return Unfit(
            f"“{ledger.name}”台账里没有{label}“{told[key]}”", f"已登记的{ledger.name}",
            f"是不是“{suggestion}”？" if suggestion else f"请核对{label}，或先登记再报数", suggestion,
        )  # fmt: skip

    def _several(self, told: Mapping[str, str], found: list[Record]) -> Unfit:
        """A name that more than one goes by: only what tells them apart helps."""
        other = next((key for key in self.keys if key != "title"), "")
        label = self.defn.labels.get(other, "")
        codes = [self.name(record, other) for record in found[:4]] if other else []
        name = "、".join(told.values())
        return Unfit(
            f"“{name}”不止一{self.defn.ledger.unit}" if found else f"“{name}”对不上同一{self.defn.ledger.unit}",
            "、".join(codes) or label, f"请在表里加一列“{label}”" if label else "请核对名称",
        )  # fmt: skip


def _names(record: Record, rule: Rule) -> list[str]:
    """What a record goes by in a field."""
    if rule.key == "title":
        return list(dict.fromkeys([record.title, *record.aliases]))
    value = getattr(record, rule.column) if rule.column else record.data.get(rule.key)
    return [str(value)] if value else []


def _form(text: str) -> str:
    """A name as names are compared: half width, no spaces, one case."""
    return plain(text).lower()
