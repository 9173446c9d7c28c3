"""Reads every report of the folder that ZHENWU_REPORTS names and, where gold is beside it, scores the readings.

The gold folder (ZHENWU_GOLD, else ../gold beside the reports) holds NAME.jsonl, NAME.promises.jsonl, score.py and
score_promises.py. Each report with gold promises is also imported as a plan (`trials_plan.py`). Ends with 1 when fewer than 90 in 100
gold figures are read right over all reports, or too few promises arrive in their plan as they should.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from trials_plan import LIMITS, ROWS, Arrivals, settle, trial
from zhenwu.kernel.errors import BadInput
from zhenwu.reader import Reading, jsonl, read

LEAST = 0.90
_PAIR = re.compile(r"([A-Za-z]\w*) (\d+(?:\.\d+)?)")


def score(scorer: Path, gold: Path, found: list[str]) -> Mapping[str, float]:
    """What a scoring script prints about one report, as numbers by name."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(found))
        file.flush()
        done = subprocess.run(
            [sys.executable, str(scorer), str(gold), file.name], capture_output=True, text=True, check=True
        )
    return {name: float(value) for name, value in _PAIR.findall(done.stdout)}


def pool(scores: list[Mapping[str, float]]) -> str:
    """One line over all reports: precision and recall by counts, the agreements weighed by what was read right."""
    gold = sum(s["gold"] for s in scores)
    readings = sum(s["readings"] for s in scores)
    right = sum(s["recall"] * s["gold"] for s in scores)
    parts = [
        f"gold {gold:.0f} readings {readings:.0f}",
        f"precision {right / max(1, readings):.3f}",
        f"recall {right / max(1, gold):.3f}",
    ]
    for key in scores[0]:
        if key not in ("gold", "found", "readings", "precision", "recall", "F1"):
            agree = sum(s[key] * s["recall"] * s["gold"] for s in scores) / max(1, right)
            parts.append(f"{key} {agree:.3f}")
    return "  ".join(parts)


def review_year(gold: Path) -> int | None:
    """The year under review that the gold's own figures speak of most, for a fragment that does not say it."""
    years: dict[str, int] = {}
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["modality"] == "actual" and row["period"]:
            year = row["period"].replace("../", "")[:4]
            years[year] = years.get(year, 0) + 1
    return int(max(years, key=lambda y: years[y])) if years else None


def main() -> int:
    """Print what is read in each report and the pooled scores."""
    named = os.environ.get("ZHENWU_REPORTS")
    if not named or not Path(named).is_dir():
        print("ZHENWU_REPORTS must name a folder of reports (*.txt).", file=sys.stderr)
        return 2
    reports = Path(named)
    gold = Path(os.environ.get("ZHENWU_GOLD", str(reports.parent / "gold")))
    figures: list[Mapping[str, float]] = []
    promises: list[Mapping[str, float]] = []
    arrived = Arrivals()
    home = tempfile.TemporaryDirectory(prefix="zhenwu-trials-")
    settle(Path(home.name))
    failed = 0
    for path in sorted(reports.glob("*.txt")):
        answers = gold / f"{path.stem}.jsonl"
        began = time.perf_counter()
        try:
            whole: Reading = read(path)
            if whole.year is None and answers.exists():
                whole = read(path, year=review_year(answers))
        except BadInput as error:
            print(f"{path.name}: {error}")
            failed += 1
            continue
        took = time.perf_counter() - began
        print(
            f"{path.name}: year {whole.year}, {len(whole.sections)} sections, {len(whole.figures)} figures, "
            f"{len(whole.promises)} promises, {len(whole.assertions)} assertions, {len(whole.problems)} problems, "
            f"{len(whole.checks)} checks, {len(whole.text) / took / 1000:.0f} thousand characters a second"
        )
        for check in whole.checks:
            print(f"  {check.message}")
        if answers.exists() and (gold / "score.py").exists():
            figures.append(score(gold / "score.py", answers, list(jsonl(whole, "figures", path.stem))))
            print("  figures ", pool(figures[-1:]))
        undertaken = gold / f"{path.stem}.promises.jsonl"
        if undertaken.exists() and (gold / "score_promises.py").exists():
            promises.append(
                score(gold / "score_promises.py", undertaken, list(jsonl(whole, "promises", path.stem)))
            )
            print("  promises", pool(promises[-1:]))
        if undertaken.exists() and whole.year is not None:
            found = trial(path, undertaken, whole.year + 1)
            arrived.add(found)
            print(f"  as a plan: {found}")
            for line in found.amiss:
                print(f"    {line}")
    if figures:
        print("all figures: ", pool(figures))
        recall = sum(s["recall"] * s["gold"] for s in figures) / sum(s["gold"] for s in figures)
        if recall < LEAST:
            print(f"recall {recall:.3f} is below {LEAST:.2f}", file=sys.stderr)
            failed += 1
    if promises:
        print("all promises:", pool(promises))
    if arrived.promises:
        print(f"all plans:     {arrived}")
        if not arrived.good:
            print(f"fewer than {LIMITS:.2f} limits or {ROWS:.2f} rows are right", file=sys.stderr)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
