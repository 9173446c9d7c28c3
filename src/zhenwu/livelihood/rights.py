"""Who may do what to livelihood projects."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhenwu.kernel.errors import Refused

PROPOSE, EDIT = "livelihood.propose", "livelihood.edit"


def may(actor: Any, ability: str, area_code: str) -> bool:
    """Whether the actor may; the system itself (None) may everything."""
    return actor is None or actor.scope.may(ability, area_code)


def require(actor: Any, ability: str, area_code: str) -> None:
    """Refused unless the actor may."""
    if not may(actor, ability, area_code):
        words = {PROPOSE: _("登记这里的建议"), EDIT: _("办理民生实事")}
        raise Refused(
            _("您不能%(act)s") % {"act": words[ability]},
            where=area_code,
            expected=_("本镇党政办文员，或本村的村干部（只限登记）"),
            do=_("请联系本镇党政办"),
            code="ZW-LIVELIHOOD-RIGHT",
        )
