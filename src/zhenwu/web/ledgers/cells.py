"""Which columns a ledger's table has, and what stands in their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.printing import grouped
from zhenwu.ledgers.building import PLACE_REST, masked
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.filtering import SOON_DAYS, SORTS
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.rules_fields import Rule
from zhenwu.web.english.matching import typed
from zhenwu.web.kit.parts import stage as stage_boxes
from zhenwu.web.kit.states import state
from zhenwu.web.kit.values import fullday

#: Columns in this order come first; others follow as the ledger lists them.
_ORDER = ("number", "title", "area_code", "channel", "category", "level", "persons", "quantity", "amount")
_LAST = ("occurred_on", "stage", "due_on", "closed_on", "handler")
_WIDTHS = {"number": "6.6rem", "title": "", "area_code": "5.5rem", "channel": "4.6rem", "category": "6rem", "level": "4rem",
           "persons": "3.6rem", "quantity": "5rem", "amount": "6.5rem", "occurred_on": "5.4rem", "stage": "6.6rem",
           "due_on": "11.5rem", "closed_on": "5.4rem", "handler": "4rem"}  # fmt: skip
_TYPE_WIDTHS = {"bool": "4.5rem", "date": "5.4rem", "integer": "4rem", "resident_id": "10rem", "credit_code": "10.5rem",
                "phone": "7rem", "text": "5.5rem"}  # fmt: skip
#: English says some of it longer.
_ENGLISH_WIDTHS = {"stage": "8.6rem", "occurred_on": "6.2rem"}
#: Beyond these a table gets too wide to read at once; the column chooser has the rest.
_MOST_COLUMNS = 9
#: How wide the column of the deadline is printed: day, then how it stands.
_NO_WORD = "—"


@dataclass(frozen=True, slots=True)
class Col:
    """One column of the table."""

    key: str
    label: str
    width: str
    numeric: bool
    sortable: bool
    shown: bool = True

    @property
    def css(self) -> str:
        """Classes of the column's cells."""
        names = ["n"] if self.numeric else []
        names += ["mut", "nw"] if self.key in ("number", "occurred_on") else []
        names += ["nw"] if self.key == "stage" else []
        if self.key == "due_on":
            return " ".join([*names, "nw", "p3"])
        return " ".join(names if self.numeric else [*names, "clip"])


@dataclass(slots=True)
class Line:
    """One record as a row of the table. cells : of the columns shown, with their classes; the title's is the template's own."""

    record: Record
    cells: list[tuple[Col, str, Any]]
    tags: list[str] = field(default_factory=list)
    place: str = ""
    state: SafeString | str = ""
    note: str = ""
    #: as two lines on a phone: what stands in grey below the title, and at the right where no deadline does
    below: str = ""
    right: str = ""


def all_columns(defn: Definition, chosen: Iterable[str] = ()) -> list[Col]:
    """Every column that the ledger can show; `shown` says which are."""
    keys = [k for k in _ORDER if k in defn.rules]
    keys += [
        k
        for k, r in defn.rules.items()
        if k not in keys and k not in _LAST and r.type not in ("long_text", "file")
    ]
    keys += [k for k in _LAST if k in defn.rules or (k == "due_on" and defn.clocks)]
    wanted = [k for k in chosen if k in keys]
    shown = set(wanted) if wanted else set(_default(defn, keys))
    found = []
    for key in keys:
        rule = defn.rules.get(key)
        label = rule.label if rule else _("期限")
        if key == "due_on":
            label = rule.label if rule else _("期限")
        numeric = rule is not None and rule.type in ("integer", "decimal", "money")
        if rule and rule.type == "money" and "(" not in label and "（" not in label:
            label = f"{label}（元）"
        width = _WIDTHS.get(key) if key in _WIDTHS else _TYPE_WIDTHS.get(rule.type if rule else "", "6rem")
        if width and (get_language() or "").startswith("en"):
            width = _ENGLISH_WIDTHS.get(key, width)
        sortable = key in SORTS and (rule is None or bool(rule.column))
        found.append(Col(key, label, width or "", numeric, sortable, key in shown))
    return found


def _default(defn: Definition, keys: list[str]) -> list[str]:
    personal = [k for k in defn.personal if defn.rules[k].type == "text"][:1]
    plain = [k for k in keys if k in _ORDER or k in _LAST]
    if defn.ledger.stages and defn.clocks:
        plain = [k for k in plain if k not in ("closed_on",)]
    extra = [
        k
        for k in keys
        if k not in plain and k not in defn.personal and defn.rules[k].type in ("text", "credit_code")
    ]
    wanted = [*plain, *personal, *extra]
    if "category" in wanted and "channel" in wanted and len(wanted) > _MOST_COLUMNS:
        wanted.remove("category")
    while len(wanted) > _MOST_COLUMNS:
        for spare in (*reversed(extra), "level", "quantity", "handler"):
            if spare in wanted:
                wanted.remove(spare)
                break
        else:
            wanted.pop()
    return wanted


def due_state(record: Record, defn: Definition) -> tuple[str, str]:
    """State key and words of a record's deadline."""
    if record.withdrawn_on:
        return "idle", _("已撤回")
    if record.closed_on:
        return "done", defn.ledger.stage_name(
            record.stage
        ) if record.stage in defn.ledger.closing_stages else _("已办结")
    if record.due_on is None:
        return "", ""
    left = (record.due_on - today()).days
    if left < 0:
        return "late", _("逾期%(n)d天") % {"n": -left}
    if left == 0:
        return "behind", _("今天到期")
    return ("behind" if left <= SOON_DAYS else "pace"), _("余%(n)d天") % {"n": left}


def place_text(record: Record, names: Mapping[str, str], *, here: str = "") -> str:
    """Where: the village, or the town above the villages of a county's list."""
    village = areacode.village_of(record.area_code)
    name = names.get(village, village)
    if here and areacode.level(here) in ("county", "city", "province"):
        return f"{names.get(areacode.town_of(village), '')}{name}"
    return name


def value_text(rule: Rule, value: Any, defn: Definition) -> Any:
    """A typed value in words; personal ones masked."""
    if value in (None, "", []):
        return ""
    if rule.personal:
        return masked(rule, value)
    if rule.choices:
        keys = value if isinstance(value, list) else [value]
        return "、".join(defn.choice_name(rule.key, str(key)) for key in keys)
    if rule.type == "bool":
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return grouped(value)
    if isinstance(value, int):
        return grouped(Decimal(value))
    if isinstance(value, date):
        return fullday(value)
    return value


def raw_value(record: Record, rule: Rule) -> Any:
    """A record's value as kept."""
    if rule.personal:
        return record.personal.get(rule.key)
    return getattr(record, rule.column) if rule.column else record.data.get(rule.key)


def table_lines(
    records: Iterable[Record],
    columns: Iterable[Col],
    defn: Definition,
    names: Mapping[str, str],
    area: str,
    year: int,
) -> list[Line]:
    """Rows of the table."""
    shown = [(column, column.css) for column in columns if column.shown]
    found = []
    for record in records:
        line = Line(record, [], place=place_text(record, names, here=area))
        key, words = due_state(record, defn)
        line.state = state(key, words) if key else ""
        line.cells = [
            (column, css, "" if column.key == "title" else _cell(column, record, defn, line, year))
            for column, css in shown
        ]
        line.below = "\u3000".join(
            t for t in (line.place, record.number, day_text(record.occurred_on, year)) if t
        )
        line.right = "" if any(c.key == "due_on" for c, _css in shown) else _told_right(record, defn)
        repeat = record.data.get("repeat")
        if repeat:
            line.tags.append(defn.labels["repeat"])
        if record.data.get("leader") and "leader" in defn.labels and defn.ledger.stages:
            line.tags.append(defn.labels["leader"])
        if record.withdrawn_on:
            line.note = _("%(day)s撤回：%(why)s") % {
                "day": f"{record.withdrawn_on:%m-%d}",
                "why": record.withdrawn_why,
            }
        found.append(line)
    return found


def _cell(col: Col, record: Record, defn: Definition, line: Line, year: int) -> Any:
    if col.key == "area_code":
        return line.place
    if col.key == "due_on":
        day = day_text(record.due_on, year) if record.due_on else ""
        return format_html('<span class="due">{}</span>{}', day, line.state if not record.closed_on else "")
    if col.key == "stage" and record.stage:
        order = defn.order
        at = order.index(record.stage) + 1 if record.stage in order else 0
        return format_html("{}{}", stage_boxes(at, min(len(order), 8)), defn.ledger.stage_name(record.stage))
    rule = defn.rules[col.key]
    value = raw_value(record, rule)
    if isinstance(value, date):
        return day_text(value, year)
    return shown_text(rule, value, defn)


def shown_text(rule: Rule, value: Any, defn: Definition) -> Any:
    """A value for a page: what people typed is marked as such."""
    text = value_text(rule, value, defn)
    ours = rule.choices or rule.type == "bool" or not isinstance(text, str)
    return text if ours else typed(text)


def _told_right(record: Record, defn: Definition) -> str:
    """What a record of the ledger is known by beside its title: its stage, its money, how many people."""
    if defn.ledger.stages:
        return defn.ledger.stage_name(record.stage)
    for key, unit in (("amount", _("元")), ("quantity", defn.rules["quantity"].unit if "quantity" in defn.rules else ""),
                      ("persons", _("人"))):  # fmt: skip
        value = getattr(record, key)
        if key in defn.rules and value is not None:
            return f"{grouped(Decimal(value))}{unit}"
    return ""


def day_text(day: date, year: int) -> str:
    """The day, with its year only when it is not the one that the page shows."""
    return f"{day:%m-%d}" if day.year == year else f"{day:%Y-%m-%d}"


def group_text(record: Record) -> str:
    """What stood behind the village's name."""
    return str(record.data.get(PLACE_REST) or "")
