"""`make bench-reader`: the reader beside recognizers-text, the time per character of long texts, and where the time goes.

Speeds of one run are compared with each other, on one core and the same texts, because machines differ and are shared. The
peers live in an environment of their own (build/bench-venv, from lock/peers.txt).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from types import TracebackType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bench_many
import genre

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
PEERS = ROOT / "build/bench-venv"
REPORTS, ROUNDS = 24, 5
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


def peers() -> Path:
    """The Python of the peers' environment, made when its lock has changed."""
    lock = ROOT / "lock/peers.txt"
    key = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    stamp, python = PEERS / "stamp", PEERS / "bin/python"
    if not (stamp.is_file() and stamp.read_text() == key):
        print("· Peers in build/bench-venv …", flush=True)
        shutil.rmtree(PEERS, ignore_errors=True)
        venv.create(PEERS, with_pip=True, symlinks=True)
        options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([python, "-m", "pip", "install", *options, "-r", lock], check=True)
        stamp.write_text(key)
    return python


class Child:
    """A program on one core that answers a line with a JSON line."""

    def __init__(self, python: str | Path, script: str, texts: Path, core: int) -> None:
        self.process = subprocess.Popen(
            [str(python), str(TOOLS / script), str(texts)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        os.sched_setaffinity(self.process.pid, {core})

    def ask(self, what: str) -> Any:
        """What it measured."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended with {self.process.wait()}")
        return json.loads(line)

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def kept(folder: Path, name: str, texts: list[list[str]]) -> Path:
    """Sets of texts in a file for a child."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(texts), "utf-8")
    return path


def beside_peers(folder: Path, core: int) -> None:
    """Characters a second of both on the same texts, in turns; every round has reports that were not read before."""
    sets = [[genre.report(1000 * n + seed) for seed in range(REPORTS)] for n in range(2 * ROUNDS + 2)]
    path = kept(folder, "reports", sets)
    rounds: list[dict[str, float]] = []
    with (
        Child(sys.executable, "bench_reading.py", path, core) as ours,
        Child(peers(), "bench_peer.py", path, core) as theirs,
    ):
        ours.ask("whole 0")
        for n in range(1, ROUNDS + 1):
            speeds = {
                "whole": ours.ask(f"whole {n}"),
                "figures": ours.ask(f"figures {n + ROUNDS}"),
                "peer": theirs.ask(f"peer {n}"),
            }
            rounds.append({name: each["characters"] / each["seconds"] for name, each in speeds.items()})
        staged = ours.ask(f"stages {2 * ROUNDS + 1}")
    seconds, characters = staged["found"], staged["characters"]
    print(
        f"\n## Beside recognizers-text\n\nMedians of {ROUNDS} rounds in turns, each with {REPORTS} fresh reports of 8,000 characters.\n"
    )
    print("| what | characters a second | times recognizers-text | goal |\n|---|---:|---:|---:|")
    for name, title, goal in (
        ("whole", "the whole reading", "25 times"), ("figures", "figures alone: place, value, unit, hedge", "1,000,000"),
        ("peer", "recognizers-text, percentage + currency + dimension, after opencc", ""),
    ):  # fmt: skip
        speed = statistics.median(r[name] for r in rounds)
        ratio = statistics.median(r[name] / r["peer"] for r in rounds)
        print(f"| {title} | {speed:,.0f} | {ratio:.1f} | {goal} |")
    total = sum(seconds.values())
    print(
        "\n## Where the time of a whole reading goes\n\n| stage | microseconds per thousand characters | share |\n|---|---:|---:|"
    )
    for name, spent in sorted(seconds.items(), key=lambda item: -item[1]):
        if spent >= total / 1000:
            print(f"| {name} | {spent / characters * 1e9:,.0f} | {spent / total:.1%} |")
    print(f"| together | {total / characters * 1e9:,.0f} | |")


def by_length(folder: Path, core: int) -> None:
    """Time per character of longer and longer reports."""
    print(
        "\n## Time against length\n\n| UTF-8 bytes | characters | nanoseconds a character | against the first |\n|---:|---:|---:|---:|"
    )
    first = 0.0
    for size in SIZES:
        # short texts come in numbers, so that the clock has something to measure
        sets = [[genre.report(copy, int(size / 2.6)) for copy in range(max(1, 1_000_000 // size))]] * 2
        with Child(sys.executable, "bench_reading.py", kept(folder, str(size), sets), core) as ours:
            timed = [ours.ask(f"whole {n}") for n in range(2)]
        each = min(t["seconds"] / t["characters"] for t in timed) * 1e9
        first = first or each
        print(
            f"| {len(sets[0][0].encode()):,} | {len(sets[0][0]):,} | {each:,.0f} | {each / first:.2f} |",
            flush=True,
        )


def main() -> int:
    """Print every table."""
    core = max(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory(prefix="zhenwu-bench-") as name:
        beside_peers(Path(name), core)
        by_length(Path(name), core)
        bench_many.many(Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
