"""Many reports: how many a second by one core, by two, and by Spark on this machine; and what every town of the country would cost.

Part of `make bench-reader`. The corpus is as long as a minute of reading by one core takes, in docx, html and txt.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import genre

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "import sys; from zhenwu.cli import main; sys.exit(main(sys.argv[1:]))"
#: Towns, townships and street offices of the country, roundly; each writes one report a year.
COUNTRY = 38_000
SECONDS, TRIAL = 60, 300


def processor() -> float:
    """Processor seconds of all programs that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read(folder: Path, out: Path, cores: set[int], *more: str) -> tuple[float, float, int]:
    """Seconds of a run on these cores by the clock and of the processor, and the most memory of the program itself in kilobytes."""
    spent = processor()
    before = os.sched_getaffinity(0)
    began = time.monotonic()
    os.sched_setaffinity(0, cores)
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, "read", str(folder), "--out", str(out), *more],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        # wait4 has taken its end away from Popen, which would ask for it again
        process.returncode = os.waitstatus_to_exitcode(status)
    finally:
        os.sched_setaffinity(0, before)
    if process.returncode:
        raise SystemExit(f"zhenwu read ended with {process.returncode}")
    return time.monotonic() - began, processor() - spent, used.ru_maxrss


def many(folder: Path) -> None:
    """Print reports a second and the cost of the country."""
    cores = sorted(os.sched_getaffinity(0))[-2:]
    one, two = {cores[-1]}, set(cores)
    trial = folder / "trial"
    genre.write(trial, TRIAL, seed=2)
    # by processor time, as other work on the machine would make a minute's corpus too small
    _, spent, _ = read(trial, folder / "trial-tables", one, "--jobs", "1")
    count = round(TRIAL / spent * SECONDS)
    corpus = folder / "corpus"
    characters = genre.write(corpus, count, seed=3)
    size = sum(path.stat().st_size for path in corpus.rglob("*.*"))
    print(
        f"\n## Many reports\n\n{count:,} reports in docx, html and txt, {characters / 1e6:.1f} million characters, {size / 1e6:.0f} MB; "
        "all tables written; start and end of the program are in the time.\n"
    )
    print(
        "| how | seconds | reports a second | times one core | processor milliseconds a report |\n|---|---:|---:|---:|---:|"
    )
    alone = 0.0
    for title, on, more in (
        ("one process, one core", one, ("--jobs", "1")),
        ("two processes, two cores", two, ("--jobs", "2")),
        ("Spark, local[2], two cores", two, ("--jobs", "2", "--engine", "spark")),
    ):
        out = folder / ("spark" if "spark" in more else f"tables{len(on)}")
        seconds, spent, used = read(corpus, out, on, *more)
        alone = alone or seconds
        # Java's time is not ours to see: Spark leaves it behind
        told = "" if "spark" in more else f"{spent / count * 1000:.1f}"
        print(
            f"| {title} | {seconds:.1f} | {count / seconds:.1f} | {alone / seconds:.2f} | {told} |",
            flush=True,
        )
        if "spark" not in more:
            each, watcher = spent / count, used
    tables = sum(path.stat().st_size for path in (folder / "tables2").iterdir())
    print(
        f"\n{COUNTRY:,} reports, one of every town in the country, would take {COUNTRY * each / 60:.0f} processor minutes, read "
        f"{size / count * COUNTRY / 1e6:,.0f} MB and write {tables / count * COUNTRY / 1e6:,.0f} MB of tables. "
        f"The process that watches took {watcher / 1024:.0f} MB."
    )
