"""Renew lock/*.txt from pyproject.toml and package-lock.json from package.json.

Usage: python tools/make_lock.py [--upgrade]

Versions stay as they are unless pyproject.toml demands others; `--upgrade` takes the newest that it allows.
The locks carry a hash for every file and no registry's address, so that any mirror serves them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# The largest first: the smaller ones are held to its versions.
LOCKS = {
    "test.txt": [
        "pyproject.toml",
        "--extra",
        "postgres",
        "--extra",
        "many",
        "--extra",
        "spark",
        "--extra",
        "test",
    ],
    "run.txt": ["pyproject.toml", "--extra", "postgres"],
    "build.txt": ["--group", "build"],
    "node.txt": ["--group", "node"],
    "peers.txt": ["--group", "peers"],
}


def main() -> None:
    """Write every lock."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv>=0.9"], check=True)
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    options += ["--no-header", "--no-annotate", "--no-emit-index-url", *upgrade]
    for name, source in LOCKS.items():
        held = [] if name == "test.txt" else ["--constraint", "lock/test.txt"]
        command = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "compile",
            *source,
            *held,
            *options,
            "-o",
            f"lock/{name}",
        ]
        subprocess.run(command, cwd=ROOT, check=True)
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit(
            "The Python locks are renewed. package-lock.json needs npm, which is not on the PATH."
        )
    command = [npm, "update" if upgrade else "install", "--package-lock-only", "--ignore-scripts"]
    subprocess.run(
        [*command, "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"], cwd=ROOT, check=True
    )


if __name__ == "__main__":
    main()
