"""Two enterprises that report, and short words about what stands."""

from __future__ import annotations

from zhenwu.kernel.ids import credit_check_digit
from zhenwu.kernel.period import Period
from zhenwu.ledgers.imports import import_write
from zhenwu.ledgers.models import Measurement

NAMES = STEEL, WOOD = ("清溪恒达机械有限公司", "清溪永盛木业有限公司")


def sound_codes() -> dict[str, str]:
    """Sound codes of nobody."""
    return {
        name: (first := f"91990101MA000000{n}") + credit_check_digit(first) for n, name in enumerate(NAMES, 1)
    }


def whats(batch):  # type: ignore[no-untyped-def]
    return [f"{f['where']}:{f['what']}" for f in batch.faults]


def stands(record, measure="output"):  # type: ignore[no-untyped-def]
    """Period → value in force."""
    rows = Measurement.objects.current().filter(record=record, measure=measure).order_by("start")
    return {Period(m.start, m.end).iso: int(m.actual) for m in rows if m.actual is not None}


def write(firms, batch):  # type: ignore[no-untyped-def]
    assert not batch.faults, whats(batch)
    return import_write(batch, actor=firms.users["luo"])
