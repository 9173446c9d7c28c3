"""Files of a record as its page lists them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.files import may_open
from zhenwu.ledgers.models import Attachment, Record
from zhenwu.web.files import accepted, file_lines
from zhenwu.web.request import WebRequest


def files_context(web: WebRequest, found: Record, defn: Definition, *, writing: bool) -> dict[str, Any]:
    """What the record's page shows of its files."""
    rows = Attachment.objects.filter(record=found).select_related("record__ledger", "created_by")

    def url(name: str) -> Any:
        return lambda row: reverse(f"web:{name}", args=[defn.ledger.code, found.pk, row.pk])

    return {
        "files": file_lines(
            rows, may_open=lambda row: may_open(web.user, row), may_withdraw=writing,
            url=url("record-file"), withdraw=url("record-file-withdraw"),
        ),
        "files_add": reverse("web:record-file-add", args=[defn.ledger.code, found.pk]) if writing else "",
        "files_sealed": defn.ledger.sensitive or bool(defn.personal),
        "files_accept": accepted(),
    }  # fmt: skip
