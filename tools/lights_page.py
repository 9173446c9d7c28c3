"""Write docs/lights.md from the table of lights that the tests run: every case with what is known and what is said of it.

Usage: python tools/lights_page.py      (tests/house fails while the page differs from the table)
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tests/unit/plans/lights.yaml"
PAGE = ROOT / "docs/lights.md"
HEAD = """# Lights, case by case

Made from `tests/unit/plans/lights.yaml` by `tools/lights_page.py`; do not edit. Every line runs as a test.
What states, paths and thresholds mean, see [plan.md](plan.md). Where nothing else is said, an item begins on 2026-01-01,
is due on 2026-12-31, its path is even, and today is 2026-10-16.
"""
GROUPS = (
    ("What gathers over the year", lambda case: "goal" in case and not case.get("level")),
    ("Levels, rates, ranks and stocks", lambda case: bool(case.get("level"))),
    ("Milestones", lambda case: "steps" in case),
    ("Check-ins", lambda case: "said" in case),
)
OPERATORS = {"at_least": "≥", "about": "≈", "at_most": "≤", "range": "within", "equal": "="}


def goal(case: dict[str, Any]) -> str:
    """What is to be reached, and along which path."""
    if "steps" in case:
        return "; ".join(f"{name} by {due}" for name, due, *_ in case["steps"])
    if "said" in case:
        return (
            f"a line every {case['said']['every']} days" if "every" in case["said"] else "a line now and then"
        )
    value, _, unit = str(case["goal"]).partition(" ")
    words = (
        f"{OPERATORS[case.get('op', 'at_least')]} {value}"
        + (f"–{case['high']}" if "high" in case else "")
        + f" {unit}"
    )
    if "base" in case:
        words += f", from {case['base']}"
    return words + (
        f"; path: {case['path']}" if "path" in case else "; path: points" if "points" in case else ""
    )


def known(case: dict[str, Any]) -> str:
    """What the data say, and of which day."""
    words = []
    if "actual" in case:
        words.append(f"{case['actual']}" + (f" on {case['as_of']}" if "as_of" in case else ""))
    if "early" in case:
        words.append(f"{case['early'][1]} on {case['early'][0]}")
    if "missing" in case:
        words.append(f"missing: {case['missing']}")
    words += [f"{name} done {done[0]}" for name, _due, *done in case.get("steps", ()) if done]
    said = case.get("said", {})
    if "last" in said:
        percent = f", {said['percent']} %" if "percent" in said else ""
        words.append(
            f"{said['last']}: {said['note']}{percent}" + (", finished" if "finished" in said else "")
        )
    words += [f"{key} {case[key]}" for key in ("start", "due", "day") if key in case]
    if case.get("waiting"):
        words.append("the county has the ball")
    return "; ".join(words) or "nothing"


def page() -> str:
    """The whole page."""
    cases: list[dict[str, Any]] = yaml.safe_load(TABLE.read_text("utf-8"))
    lines = [HEAD]
    told = 0
    for title, is_of in GROUPS:
        lines += [
            f"## {title}",
            "",
            "| case | to reach | known | state | at the due date | said |",
            "|---|---|---|---|---:|---|",
        ]
        for case in (case for case in cases if is_of(case)):
            told += 1
            state, projection, sentence, words = case["is"]
            cells = (
                case["name"],
                goal(case),
                known(case),
                f"{state} {words}".strip(),
                projection or "",
                sentence,
            )
            lines.append("| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |")
        lines.append("")
    assert told == len(cases), "a case of no group"
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
