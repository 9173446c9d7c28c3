"""How many rows of an Excel sheet a second: staging and writing 20,000 hotline orders. Used by `make bench`.

Runs on a fresh database of its own in a temporary folder; nothing of an installation is touched.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from datetime import date, timedelta
from typing import Any

ROWS = 20_000
HEADS = [
    "工单编号",
    "派单日期",
    "村",
    "来源",
    "诉求",
    "类别",
    "来电人",
    "来电号码",
    "状态",
    "答复日期",
    "办结日期",
    "满意",
]


def sheet(rows: int) -> bytes:
    """Orders as a county's hotline exports them."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet("工单")
    page.write_row(0, 0, HEADS)
    villages = ("石桥村", "老街村", "柳湾村", "大塘村")
    for n in range(rows):
        day = date(2026, 1, 1) + timedelta(n % 270)
        answered, closed = (day + timedelta(k) for k in (3, 6))
        line = [f"GD{n:06d}", f"{day}", villages[n % 4], "12345热线", f"路灯不亮第{n}处", "道路交通", "王某某", f"138{n:08d}", "办结",
                f"{answered}", f"{closed}", "是"]  # fmt: skip
        page.write_row(n + 1, 0, line)
    book.close()
    return out.getvalue()


def bench(rows: int = ROWS) -> dict[str, Any]:
    """Seconds and rows a second of reading and checking, of writing, and of the same file again.

    Needs Django set up and an empty, migrated database.
    """
    from zhenwu import catalog
    from zhenwu.demo import people, places
    from zhenwu.ledgers.actions import ledger_install
    from zhenwu.ledgers.imports import actions
    from zhenwu.ledgers.models import Ledger

    actor = people.install()["zhou"]
    ledger_install(catalog.ledgers(), actor=None)
    ledger = Ledger.objects.get(code="hotline")
    data = sheet(rows)
    actions.LONG = rows + 1  # measured here, not in the background
    found: dict[str, Any] = {"rows": rows, "bytes": len(data)}
    times = []
    for step in ("stage", "write", "again"):
        begun = time.perf_counter()
        if step == "write":
            batch = actions.import_write(batch, actor=actor)  # noqa: F821
        else:
            batch = actions.import_stage(
                ledger, actor=actor, area_code=places.MAIN, name="工单.xlsx", data=data
            )
        times.append((step, time.perf_counter() - begun))
    assert batch.counts["same"] == rows
    for step, seconds in times:
        found[step] = {"seconds": round(seconds, 2), "rows_per_second": round(rows / seconds)}
    return found


def main() -> int:
    """Print one line a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    wanted = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="zhenwu-bench-") as home:
        os.environ.update(
            ZHENWU_HOME=home, DJANGO_SETTINGS_MODULE="zhenwu.config.settings", ZHENWU_TODAY="2026-12-31"
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        found = bench(wanted)
    print(f"{found['rows']} rows, {found['bytes'] / 2**20:.1f} MB xlsx")
    for step, words in (
        ("stage", "read and check"),
        ("write", "check and write"),
        ("again", "the same file again"),
    ):
        print(f"  {words:<20} {found[step]['seconds']:>6} s {found[step]['rows_per_second']:>7} rows/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
