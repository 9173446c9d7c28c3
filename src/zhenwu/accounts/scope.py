"""What a user may see and do: the union of the grants, as code ranges."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today

if TYPE_CHECKING:
    from zhenwu.accounts.models import User
    from zhenwu.areas.models import Area

#: What each role may do, beside reading what is in its scope. The first column of docs/access.md.
ABILITIES: dict[str, frozenset[str]] = {
    "leader": frozenset(
        {
            "plan.approve", "plan.override", "change.approve", "answer.sign", "supervise", "report.read", "plan.read",
            "statistic.read", "public.publish", "assessment.edit", "assessment.publish",
        }
    ),
    "clerk": frozenset(
        {
            "record.write", "record.withdraw", "ledger.import", "statistic.file", "plan.edit", "plan.approve", "plan.checkin",
            "supervise", "report.edit", "report.read", "plan.read", "statistic.read", "audit.read", "settings.read",
            "coverage.set", "livelihood.propose", "livelihood.edit", "public.prepare", "assessment.edit", "assessment.object",
        }
    ),
    "department": frozenset(
        {
            "record.write", "record.withdraw", "ledger.import", "statistic.file", "plan.checkin", "report.read", "plan.read",
            "statistic.read", "livelihood.propose", "assessment.object",
        }
    ),
    "village": frozenset(
        {"record.write", "ledger.import", "plan.read", "report.read", "livelihood.propose", "assessment.object"}
    ),
    "grid": frozenset({"record.write"}),
    "auditor": frozenset({"audit.read", "plan.read", "report.read", "statistic.read", "settings.read"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reach:
    """One grant in force."""

    role: str
    code: str
    ledgers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """All grants of a user that are in force today."""

    reaches: tuple[Reach, ...] = field(default=())

    @classmethod
    def of(cls, user: User) -> Scope:
        if not user.is_active or user.pk is None:
            return cls()
        day = today()
        rows = user.grants.select_related("area")
        return cls(
            tuple(
                Reach(grant.role, grant.area.code, tuple(grant.ledgers))
                for grant in rows
                if (grant.valid_from is None or grant.valid_from <= day)
                and (grant.valid_until is None or grant.valid_until >= day)
            )
        )

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(reach.role for reach in self.reaches)

    def may(self, ability: str, area: str, *, ledger: str | None = None) -> bool:
        """Whether the user may do this to a thing of the given area (and ledger)."""
        return any(
            ability in ABILITIES[reach.role]
            and areacode.within(area, reach.code)
            and (ledger is None or not reach.ledgers or ledger in reach.ledgers)
            for reach in self.reaches
        )

    def reaches_area(self, area: str) -> bool:
        """Whether any grant covers the area."""
        return any(areacode.within(area, reach.code) for reach in self.reaches)

    def home(self) -> str | None:
        """The area that pages open with: the widest one granted."""
        codes = sorted((reach.code for reach in self.reaches), key=lambda c: (len(areacode.prefix(c)), c))
        return codes[0] if codes else None

    def towns(self, ability: str = "") -> list[str]:
        """Codes of the townships that the grants (with the ability) lie in or under, for what is shared inside a town (plan, figures)."""
        found = {
            areacode.town_of(reach.code)
            for reach in self.reaches
            if not ability or ability in ABILITIES[reach.role]
        }
        return sorted(found)

    def shares(self, ability: str, area: str) -> bool:
        """Whether the user reads what the town of the area shares, by a grant in that town or above it."""
        return any(areacode.within(area, town) for town in self.towns(ability))

    def records(self, area: str = "area_code", ledger: str = "ledger__code") -> Q:
        """Condition for records in reach; matches nothing without a grant."""
        condition = Q(pk__in=[])
        for reach in self.reaches:
            low, high = areacode.bounds(reach.code)
            part = Q(**{f"{area}__gte": low, f"{area}__lte": high})
            if reach.ledgers:
                part &= Q(**{f"{ledger}__in": reach.ledgers})
            condition |= part
        return condition

    def town_wide(self, area: str = "area_code", *, ability: str = "") -> Q:
        """Condition for what everybody in a town shares: its plan, reports and figures, and those of places below.

        ability : only in towns where a grant allows it; what somebody may read in one town says nothing of another.
        """
        condition = Q(pk__in=[])
        for code in self.towns(ability):
            low, high = areacode.bounds(code)
            condition |= Q(**{f"{area}__gte": low, f"{area}__lte": high})
        return condition

    def areas(self) -> list[Area]:
        from zhenwu.areas.models import Area

        found: dict[str, Any] = {}
        for reach in self.reaches:
            found.update({a.code: a for a in Area.objects.filter(code=reach.code)})
            if areacode.level(reach.code) in ("county", "township"):
                found.update({a.code: a for a in Area.objects.children_of(reach.code)})
        return [found[code] for code in sorted(found)]
