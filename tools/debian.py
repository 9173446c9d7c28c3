"""The programs that the tests need and pip cannot bring, by their Debian packages.

Usage: python tools/debian.py      (installs what is missing when root; else names it and how to install it)
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from private_postgres import programs


def chromium() -> str | None:
    """Return the Chromium that the browser tests drive; ZHENWU_CHROMIUM names another."""
    named = os.environ.get("ZHENWU_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    usual = Path("/usr/bin/chromium")
    return str(usual) if usual.exists() else shutil.which("chromium")


def has_chinese_font() -> bool:
    """Tell whether Noto's Chinese fonts are there, without which a page shows boxes."""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    return any(next(folder.rglob("NotoSansCJK*"), None) for folder in folders if folder.is_dir())


def has_writer() -> bool:
    """Tell whether LibreOffice is there and has its word processor."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    return bool(office) and (Path(os.path.realpath(str(office))).parent / "libswlo.so").is_file()


def driver_runs() -> bool:
    """Tell whether the Node.js inside Playwright's wheel finds its libraries."""
    found = importlib.util.find_spec("playwright")
    if found is None or found.origin is None:
        return True
    node = Path(found.origin).parent / "driver/node"
    return (
        not node.is_file()
        or subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
    )


def has_java() -> bool:
    """Tell whether there is a Java that Spark runs on."""
    java = shutil.which("java")
    return (
        bool(java)
        and subprocess.run([str(java), "-version"], capture_output=True, check=False).returncode == 0
    )


NEEDS: dict[str, Callable[[], object]] = {
    "postgresql": programs,
    "chromium": chromium,
    "libatomic1": driver_runs,
    "fonts-noto-cjk": has_chinese_font,
    "libreoffice-writer-nogui": has_writer,
    "default-jre-headless": has_java,
}


def missing_packages() -> list[str]:
    """Return the packages whose programs are not there."""
    return [package for package, there in NEEDS.items() if not there()]


def install(packages: list[str]) -> None:
    """Install packages by apt-get, as root."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # Paths of administration may be missing from a bare PATH, and dpkg insists on them.
    environment["PATH"] = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-q", *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            sys.stderr.write(done.stdout.decode("utf-8", "replace"))
            raise SystemExit(f"apt-get {command[0]} failed; the tests need: {' '.join(packages)}")


def main() -> int:
    """Install or name what is missing."""
    packages = missing_packages()
    if not packages:
        return 0
    names = " ".join(packages)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"· Debian packages: {names} …", flush=True)
        install(packages)
        packages = missing_packages()
        if not packages:
            return 0
        names = " ".join(packages)
    print(
        f"The tests need programs that are missing here. Debian's packages of them: {names}", file=sys.stderr
    )
    print(
        f"Install them as root:  apt-get update && apt-get install -y --no-install-recommends {names}",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
