"""Who may see and file numbers of other offices and their papers, in the words of refusals."""

from __future__ import annotations

from typing import Any

from zhenwu.figures.models import Statistic
from zhenwu.kernel.errors import NotFound, Refused
from zhenwu.ledgers.models import Attachment


def statistic_for(user: Any, pk: int) -> Statistic:
    """The number that a user may see; out of reach reads like not there."""
    found = Statistic.objects.visible_to(user).select_related("receipt").filter(pk=pk).first()
    if found is None:
        raise NotFound(f"没有统计数{pk}", expected="本镇的统计数", do="请从报数页里选", code="ZW-STATISTIC")
    return found


def paper_for(user: Any, statistic: Statistic, pk: int) -> Attachment:
    """A file of a number's paper; another number's reads like not there."""
    rows = Attachment.objects.visible_to(user).select_related("created_by")
    found = rows.filter(receipts=statistic.receipt, pk=pk).first()
    if found is None:
        raise NotFound(
            f"这个数没有文件{pk}", expected="这个数的文件", do="请从这个数的文件里选", code="ZW-FILE"
        )
    return found


def may_statistic(actor: Any, ability: str, area_code: str) -> None:
    """Refused unless the actor's grants allow it there; the system (None) may."""
    if actor is None or actor.scope.may(ability, area_code):
        return
    raise Refused(
        "您不能为这个区域报数" if ability == "statistic.file" else "您没有看报数的权限",
        expected="文员或办公室的授权", do="请找党政办文员", code="ZW-STATISTIC-RIGHT",
    )  # fmt: skip
