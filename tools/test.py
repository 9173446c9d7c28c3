"""Everything that `make test` checks, stage by stage.

Usage: python tools/test.py [STAGE …]      (without a stage: all of them; `--list` names them)

Every stage runs, also after one has failed; any failure, and any skipped test, makes the exit code 1. The
summary ends with pytest's own closing lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"
CLOSING = re.compile(r"^=+ .*\b(passed|failed|errors?|skipped|no tests ran|deselected)\b.* in [\d.]+s.* =+$")


@dataclass(frozen=True)
class Stage:
    """One check: a command and how to call it."""

    name: str
    title: str
    command: list[str]
    is_pytest: bool = False


@dataclass
class Outcome:
    """What came of a stage."""

    stage: Stage
    code: int
    seconds: float
    closing: list[str] = field(default_factory=list)

    @property
    def skipped(self) -> bool:
        """Tell whether tests were left out that ought to run."""
        return any(re.search(r"\b\d+ skipped\b", line) for line in self.closing)

    @property
    def good(self) -> bool:
        """Tell whether the stage leaves nothing to wish for."""
        return self.code == 0 and not self.skipped and bool(self.closing or not self.stage.is_pytest)


def stages() -> list[Stage]:
    """Return the stages, the quickest first."""
    python = sys.executable
    brief = ["--output-format", "concise"]
    pytest = [python, "-m", "pytest", "--no-header"]
    two = ["-n", "2", "--dist", "loadscope"]
    database_tests = [
        str(path) for path in ("tests/apps", "tests/doors", "tests/engines") if (ROOT / path).is_dir()
    ]
    return [
        Stage("format", "Format (ruff format)", [python, "-m", "ruff", "format", "--check", *brief, "."]),
        Stage("lint", "Lint (ruff check)", [python, "-m", "ruff", "check", *brief, "."]),
        # Without a cache: the Django plugin loses managers when it reads some modules back from it.
        Stage("types", "Types (mypy)", [python, "-m", "mypy", f"--cache-dir={os.devnull}"]),
        Stage(
            "layers",
            "Layers (import-linter)",
            [str(Path(python).parent / "lint-imports"), "--no-cache", "--no-logo"],
        ),
        Stage(
            "migrations",
            "Migrations are complete",
            [python, "-W", "error", "-m", "django", "makemigrations", "--check", "--dry-run"],
        ),
        Stage("messages", "Messages are complete", [python, str(TOOLS / "messages.py"), "--check"]),
        Stage("sqlite", "Tests on SQLite", [*pytest, *two, "-m", "not browser and not postgres"], True),
        Stage(
            "postgres",
            "Tests on PostgreSQL",
            [python, str(TOOLS / "private_postgres.py"), *pytest, *two, "-m", "not browser", *database_tests],
            True,
        ),
        Stage("browser", "Tests in Chromium", [*pytest, *two, "-m", "browser", "tests/browser"], True),
    ]


def environment(home: str) -> dict[str, str]:
    """Return the surroundings of a stage: nothing of a Zhenwu installed on this machine, no colours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENWU_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    for name in ("ZHENWU_CHROMIUM",):
        if name in os.environ:
            kept[name] = os.environ[name]
    binaries = str(Path(sys.executable).parent)
    kept["PATH"] = os.pathsep.join([binaries, os.environ.get("PATH", os.defpath)])
    return kept | {
        "DJANGO_SETTINGS_MODULE": "zhenwu.config.settings",
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "ZHENWU_HOME": home,
    }


def perform(stage: Stage, surroundings: dict[str, str]) -> Outcome:
    """Run a stage, show what it says, and keep pytest's closing line."""
    print(f"\n──── {stage.title} {'─' * max(4, 90 - len(stage.title))}", flush=True)
    start = time.monotonic()
    closing: list[str] = []
    command = stage.command
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip("\n")
            print(line, flush=True)
            if CLOSING.match(line):
                closing.append(line)
    outcome = Outcome(stage, process.returncode, time.monotonic() - start, closing)
    print(f"     {'passed' if outcome.good else 'FAILED'} after {outcome.seconds:.1f} s", flush=True)
    return outcome


def summary(outcomes: list[Outcome]) -> str:
    """Return the table of stages and pytest's closing lines."""
    lines = ["", f"════ Summary {'═' * 82}"]
    for outcome in outcomes:
        verdict = (
            "passed" if outcome.good else "SKIPPED TESTS" if outcome.code == 0 else f"FAILED ({outcome.code})"
        )
        lines.append(f"{outcome.stage.title:<28}{outcome.seconds:>8.1f} s   {verdict}")
    failed = sum(not outcome.good for outcome in outcomes)
    total = sum(outcome.seconds for outcome in outcomes)
    verdict = f"{failed} of {len(outcomes)} stages FAILED" if failed else f"all {len(outcomes)} stages passed"
    lines.append(f"{'Together':<28}{total:>8.1f} s   {verdict}")
    for outcome in outcomes:
        for line in outcome.closing:
            lines += [f"{outcome.stage.title}:", line]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Run the stages named, or all."""
    known = {stage.name: stage for stage in stages()}
    if "--list" in arguments:
        print("\n".join(f"{name:<12}{stage.title}" for name, stage in known.items()))
        return 0
    strange = [name for name in arguments if name not in known]
    if strange:
        print(f"No stage is called {', '.join(strange)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    chosen = [known[name] for name in arguments] if arguments else list(known.values())
    if any(stage.name in ("sqlite", "postgres", "browser") for stage in chosen):
        code = subprocess.run([sys.executable, str(TOOLS / "debian.py")], check=False).returncode
        if code:
            return code
    with tempfile.TemporaryDirectory(prefix="zhenwu-test-") as home:
        outcomes = [perform(stage, environment(home)) for stage in chosen]
    print(summary(outcomes), flush=True)
    return int(any(not outcome.good for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
