"""Numbers that other offices filed, as JSON."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest

from zhenwu.api.asking import area_asked, page_of
from zhenwu.api.door import door
from zhenwu.api.files import of_paper
from zhenwu.figures.models import Statistic
from zhenwu.figures.rights import may_statistic
from zhenwu.ledgers.models import Attachment

MOST_STATISTICS = 500


@door("GET")
def statistics(request: HttpRequest, user: Any) -> dict[str, Any]:
    """?area=CODE[&metric=CODE][&offset=N]: what was filed, newest period first, with its receipt and its papers' files in force."""
    area = area_asked(request, user)
    may_statistic(user, "statistic.read", area)
    files = Prefetch("receipt__files", Attachment.objects.standing().select_related("created_by"))
    rows = Statistic.objects.visible_to(user).in_area(area).select_related("receipt").prefetch_related(files)
    if metric := request.GET.get("metric"):
        rows = rows.filter(metric_code=metric)
    total, found = page_of(request, rows.order_by("-end", "metric_code", "-id"), MOST_STATISTICS)
    return {"total": total, "statistics": [_statistic(row) for row in found]}


def _statistic(row: Statistic) -> dict[str, Any]:
    return {
        "id": row.pk, "metric": row.metric_code, "area": row.area_code, "start": row.start, "end": row.end, "basis": row.basis,
        "value": row.value, "growth": row.growth, "rank": row.rank, "rank_of": row.rank_of, "peers": row.peer_group,
        "status": row.status, "replaced_by": row.replaced_by_id, "paper": row.receipt.paper, "number": row.receipt.number,
        "source": row.receipt.source, "files": [of_paper(row, file) for file in row.receipt.files.all()],
    }  # fmt: skip
