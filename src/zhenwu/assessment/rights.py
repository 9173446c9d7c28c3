"""Who may do what to assessments, and who speaks for a subject."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zhenwu.accounts.scope import ABILITIES
from zhenwu.kernel.errors import Refused

EDIT, PUBLISH, OBJECT = "assessment.edit", "assessment.publish", "assessment.object"


def may(actor: Any, ability: str, area_code: str) -> bool:
    """Whether the actor may; the system itself (None) may everything. Who assesses a place holds a grant for it or above."""
    return actor is None or actor.scope.may(ability, area_code)


def require(actor: Any, ability: str, area_code: str) -> None:
    """Refused unless the actor may."""
    if not may(actor, ability, area_code):
        words = {EDIT: _("办理这里的考评"), PUBLISH: _("公布考评"), OBJECT: _("提意见")}
        raise Refused(
            _("您不能%(act)s") % {"act": words[ability]}, where=area_code, expected=_("办考评的一级的文员或领导"),
            do=_("请联系办考评的一级"), code="ZW-ASSESSMENT-RIGHT",
        )  # fmt: skip


def speaks_for(actor: Any, area_code: str, office_id: int | None) -> bool:
    """Whether somebody may object for a subject: an office's own people, a village's cadre, a town's clerk; not who assesses it."""
    if actor is None:
        return True
    if office_id is not None:
        return actor.office_id == office_id and actor.scope.may(OBJECT, area_code)
    return any(OBJECT in ABILITIES[reach.role] and reach.code == area_code for reach in actor.scope.reaches)


def require_voice(actor: Any, name: str, area_code: str, office_id: int | None) -> None:
    """Refused unless the actor speaks for the subject."""
    if not speaks_for(actor, area_code, office_id):
        raise Refused(
            _("您不能替%(name)s提意见") % {"name": name}, where=name, expected=_("被考评一方自己的人"),
            do=_("请由它自己提"), code="ZW-ASSESSMENT-RIGHT",
        )  # fmt: skip
