"""Make a large town of the demonstration's main town: 500 items, 40 offices, 100,000 records. Used by `tools/bench.py large`.

Writes past the actions into the installation that ZHENWU_HOME or DATABASE_URL names: only ever a passing one, before its server starts.
"""

from __future__ import annotations

import argparse
import os
from itertools import cycle, islice
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenwu.config.settings")

import django

django.setup()

from django.db import models, transaction  # noqa: E402

from zhenwu.accounts.actions import office_create  # noqa: E402
from zhenwu.accounts.models import Office  # noqa: E402
from zhenwu.areas.models import Area  # noqa: E402
from zhenwu.audit.actions import audit_write  # noqa: E402
from zhenwu.demo import places  # noqa: E402
from zhenwu.kernel.clock import today  # noqa: E402
from zhenwu.ledgers.bulk import statistics_renew  # noqa: E402
from zhenwu.ledgers.inserting import insert_many  # noqa: E402
from zhenwu.ledgers.models import Event, Measurement, Record  # noqa: E402
from zhenwu.plans.models import CheckIn, Item, Milestone, Plan, Target  # noqa: E402


def again(row: models.Model, **other: Any) -> Any:
    """An unsaved copy of a row with some fields changed."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    return type(row)(**{**values, **other})


def more_records(wanted: int) -> int:
    """Copies of the town's records with their events and measurements; what identifies a record is left out."""
    town = list(Record.objects.in_area(places.MAIN).filter(parent=None).order_by("id"))
    events = _by_record(Event.objects.in_area(places.MAIN).order_by("id"))
    measured = _by_record(Measurement.objects.in_area(places.MAIN).current().order_by("id"))
    missing = max(wanted - Record.objects.in_area(places.MAIN).count(), 0)
    source = list(islice(cycle(town), missing))
    for start in range(0, len(source), 5_000):
        part = source[start : start + 5_000]
        copies = [again(row, identity=None, batch_id=None) for row in part]
        insert_many(copies)
        for found in (events, measured):
            insert_many(
                [
                    again(row, record_id=copy.pk)
                    for old, copy in zip(part, copies, strict=True)
                    for row in found.get(old.pk, ())
                ]
            )
    return len(source)


def _by_record(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.record_id, []).append(row)
    return found


def more_items(plan: Plan, wanted: int, offices: list[Office]) -> int:
    """Copies of the plan's standing items with what follows them, spread over the offices."""
    items = list(
        Item.objects.filter(plan=plan).standing().prefetch_related("targets", "milestones", "check_ins")
    )
    source = list(islice(cycle(items), max(wanted - len(items), 0)))
    for number, (item, office) in enumerate(zip(source, cycle(offices), strict=False)):
        copy = again(
            item, lead_office_id=office.pk, code=f"Z-{number:03d}", order=item.order + 1000, livelihood=None
        )
        copy.save()
        for kind, rows in (
            (Target, item.targets.all()),
            (Milestone, item.milestones.all()),
            (CheckIn, item.check_ins.all()),
        ):
            kind.objects.bulk_create(again(row, item_id=copy.pk) for row in rows)
    return len(source)


def more_offices(wanted: int) -> list[Office]:
    town = Area.objects.get(code=places.MAIN)
    missing = wanted - town.offices.count()
    for number in range(missing):
        office_create(
            actor=None, area=town, code=f"office-{number}", name=f"第{number + 1}办公室", order=100 + number
        )
    return list(town.offices.all())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, default in (("items", 500), ("offices", 40), ("records", 100_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    plan = Plan.objects.get(area_code=places.MAIN, year=today().year)
    with transaction.atomic():
        offices = more_offices(options.offices)
        records = more_records(options.records)
        items = more_items(plan, options.items, offices)
        audit_write(None, "demo_load", "demo", changes={"records": records, "items": items})
        statistics_renew()
    print(f"{len(offices)} offices, {records:,} records and {items} items more")


if __name__ == "__main__":
    main()
