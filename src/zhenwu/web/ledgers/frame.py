"""What every page of a ledger shows around its own part."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhenwu.ledgers.definitions import Definition, definition
from zhenwu.ledgers.models import Ledger
from zhenwu.ledgers.queries import LedgerCount, ledger_counts
from zhenwu.ledgers.rights import ledger_for, may_anywhere
from zhenwu.web.request import WebRequest

#: Ledgers under the entry of the rail, beside "all".
_IN_RAIL = 6


def ledger_name(ledger: Ledger) -> str:
    """The ledger's name in the reader's language."""
    return ledger.name_en if (get_language() or "").startswith("en") and ledger.name_en else ledger.name


def open_ledger(request: WebRequest, code: str) -> Definition:
    return definition(ledger_for(request.user, code))


def rail(counts: list[LedgerCount], current: str) -> dict[str, Any]:
    """The second level of the rail: what is open most, the current one among them."""
    busy = sorted((c for c in counts if c.open), key=lambda c: -(c.open or 0))[:_IN_RAIL]
    keys = {c.ledger.pk for c in busy}
    mine = [c for c in counts if c.ledger.pk in keys or c.ledger.code == current]
    return {
        "rail": [
            (ledger_name(c.ledger), reverse("web:ledger", args=[c.ledger.code]), c.open, c.ledger.code == current) for c in mine
        ],
        "rail_total": len(counts),
    }  # fmt: skip


def frame(
    request: WebRequest, defn: Definition | None, *, counts: list[LedgerCount] | None = None
) -> dict[str, Any]:
    """Context of the whole page; a part of a page does without."""
    if request.htmx.wants_part:
        return {"nav": "ledgers", "defn": defn, "ledger": defn.ledger if defn else None}
    counts = counts if counts is not None else ledger_counts(request.user, request.zw.area, request.zw.year)
    found: dict[str, Any] = {"nav": "ledgers", **rail(counts, defn.ledger.code if defn else "")}
    if defn is not None:
        ledger = defn.ledger
        found |= {
            "defn": defn,
            "ledger": ledger,
            "ledger_name": ledger_name(ledger),
            "may_write": may_anywhere(request.user, "record.write", ledger),
            "may_import": may_anywhere(request.user, "ledger.import", ledger),
        }
    return found


def yes_no() -> list[tuple[str, str]]:
    return [("True", _("是")), ("False", _("否"))]
