"""Write docs/catalogue.md from the catalogue: every standard ledger and every standard metric.

Usage: python tools/catalogue_page.py      (tests/house fails while the page differs from the catalogue)
"""

from __future__ import annotations

from pathlib import Path

from zhenwu import catalog

PAGE = Path(__file__).resolve().parent.parent / "docs/catalogue.md"
HEAD = """# The standard township

Made from `src/zhenwu/catalog` by `tools/catalogue_page.py`; do not edit. What a ledger is, see [ledgers.md](ledgers.md);
how a metric is counted, see [figures.md](figures.md).
"""


def line(*cells: object) -> str:
    """One row of a table."""
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def page() -> str:
    """The whole page."""
    rows = catalog.work_rows()
    lines = [HEAD, "## Ledgers", ""]
    lines += [
        line("code", "name", "English", "archetype", "work row", "fields", "time limits and their source"),
        line(*["---"] * 7),
    ]
    for spec in sorted(catalog.ledgers(), key=lambda spec: (spec.work_row, spec.order, spec.code)):
        limits = "; ".join(
            f"{clock.start} → {clock.to}: {clock.days} {'working ' if clock.working else ''}days"
            + (f" ({clock.source})" if clock.source else "")
            for clock in spec.clocks
        )
        fields = ", ".join(field.label + ("*" if field.personal else "") for field in spec.fields)
        work = f"{spec.work_row} {rows.get(spec.work_row, '')}"
        lines.append(line(f"`{spec.code}`", spec.name, spec.name_en, spec.archetype, work, fields, limits))
    lines += ["", "Fields marked * are personal data: sealed at rest, masked on pages.", "", "## Metrics", ""]
    lines += [
        line("code", "name", "English", "unit", "kind", "counted from", "also called", "work row"),
        line(*["---"] * 8),
    ]
    for metric in catalog.metrics():
        source = metric.ledger or ("other metrics" if metric.kind == "ratio" else "an office's paper")
        also = "、".join(metric.aliases)
        lines.append(
            line(
                f"`{metric.code}`",
                metric.name,
                metric.name_en,
                metric.unit,
                metric.kind,
                source,
                also,
                metric.row,
            )
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(PAGE.name)
