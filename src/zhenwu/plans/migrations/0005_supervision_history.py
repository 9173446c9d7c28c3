"""Notices that stand already get their steps and their serial numbers; then what must be unique is held."""

import re

from django.db import migrations, models

NUMBER = re.compile(r"〔(\d{4})〕(\d+)号")


def write_history(apps, schema_editor):
    Notice = apps.get_model("plans", "Supervision")
    Step = apps.get_model("plans", "SupervisionStep")
    Serial = apps.get_model("plans", "SupervisionSerial")
    last = {}
    for notice in Notice.objects.order_by("id"):
        found = NUMBER.search(notice.number)
        year = int(found[1]) if found else notice.issued_on.year
        before = last.get((notice.area_code, year), 0)
        serial = int(found[2]) if found and int(found[2]) > before else before + 1
        last[notice.area_code, year] = serial
        notice.year, notice.serial = year, serial
        for number, step in enumerate(steps_of(notice), 1):
            Step.objects.create(notice=notice, number=number, **step)
        notice.save()
    for (area_code, year), serial in last.items():
        Serial.objects.create(area_code=area_code, year=year, last=serial)


def steps_of(notice):
    """The steps that the columns tell of, in an order in which they could be taken; also fills what is counted from them."""
    day, by = notice.issued_on, notice.issued_by
    due = notice.extended_to or notice.reply_due
    yield {"kind": "issue", "on": day, "text": notice.requirement, "until": notice.reply_due, "by": by}
    if notice.received_on:
        day = max(day, notice.received_on)
        yield {"kind": "receive", "on": day}
    if notice.extended_to:
        yield {"kind": "grant", "on": day, "text": notice.extension_grounds, "until": notice.extended_to}
    if notice.replied_on:
        day = max(day, notice.replied_on)
        notice.late_replies = int(day > due)
        yield {"kind": "reply", "on": day, "text": notice.reply}
        if notice.state == "received":
            notice.returns, notice.reply_due, notice.extended_to = 1, due, None
            yield {"kind": "return", "on": day, "until": due}
        elif notice.state == "escalated":
            notice.state = "replied"
    if notice.state == "escalated":
        notice.escalated_on = day
        yield {"kind": "escalate", "on": day}
    if notice.state == "closed":
        day = max(day, notice.closed_on or day)
        notice.closed_on = day
        yield {"kind": "close" if notice.replied_on else "settle", "on": day}


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_supervision_steps")]

    operations = [
        migrations.RunPython(write_history, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                fields=("area_code", "year", "serial"),
                name="supervision_serial",
                violation_error_message="序号重复。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "closed"), _negated=True), ("item__isnull", False)),
                fields=("item",),
                name="supervision_one_item",
                violation_error_message="同一件事已有没办结的督办。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "closed"), _negated=True), ("record__isnull", False)),
                fields=("record",),
                name="supervision_one_record",
                violation_error_message="同一件事已有没办结的督办。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True), models.Q(("finding", ""), _negated=True)
                ),
                fields=("area_code", "finding"),
                name="supervision_one_finding",
                violation_error_message="同一件事已有没办结的督办。",
            ),
        ),
    ]
