"""Which office of a town answers for a piece of work, and who in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from zhenwu.accounts.models import Office, Person
from zhenwu.plans.models import Item


@dataclass(slots=True)
class Owners:
    """Which office of a town had such work: last year's plan first, then the offices' work rows."""

    town: str
    by_row: dict[str, Office] = field(default_factory=dict)
    by_code: dict[str, Office] = field(default_factory=dict)
    before: dict[str, tuple[Office, Person | None]] = field(default_factory=dict)
    heads: dict[int, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, town: str, year: int) -> Owners:
        offices = list(Office.objects.filter(area__code=town, external=False).order_by("order", "id"))
        found = cls(town)
        for office in offices:
            found.by_code.setdefault(office.code, office)
            for row in office.work_rows:
                found.by_row.setdefault(row, office)
        past = Item.objects.filter(
            plan__area_code=town, plan__year=year - 1, lead_office__isnull=False
        ).exclude(work_row="")
        tally: dict[str, Counter[int]] = {}
        leaders: dict[str, Person | None] = {}
        known = {office.pk: office for office in offices}
        for item in past.standing().select_related("leader"):
            tally.setdefault(item.work_row, Counter())[item.lead_office_id] += 1
            leaders[item.work_row] = item.leader or leaders.get(item.work_row)
        for row, counted in tally.items():
            had = known.get(counted.most_common(1)[0][0])
            if had is not None:
                found.before[row] = (had, leaders[row])
        for person in Person.objects.filter(office__in=offices, active=True).order_by("-order", "-id"):
            if person.office_id is not None:
                found.heads[person.office_id] = person
        return found

    def suggest(self, row: str, office_code: str) -> tuple[Office | None, Person | None, str]:
        """Office, leader in charge and why."""
        if row in self.before:
            return (*self.before[row], "上年由其牵头")
        if office_code in self.by_code:
            return self.by_code[office_code], None, "指标由其负责"
        if row in self.by_row:
            return self.by_row[row], None, f"工作条目{row}由其负责"
        return None, None, ""
