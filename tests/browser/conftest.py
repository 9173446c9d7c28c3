"""The Chromium of the machine for pytest-playwright, and a live server that it can reach."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

#: Milliseconds for a file to arrive and be read: as long as a click waits for the page that it leads to.
SENT = 30_000
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure() -> None:
    """Let Django's ORM be called while Playwright keeps its event loop running in the same thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start Debian's Chromium, or the one that ZHENWU_CHROMIUM names."""
    usual = "/usr/bin/chromium"
    program = os.environ.get("ZHENWU_CHROMIUM") or (
        usual if Path(usual).exists() else shutil.which("chromium")
    )
    if not program:
        pytest.fail(
            "Chromium is missing. On Debian, as root: apt-get install -y chromium; or set ZHENWU_CHROMIUM."
        )
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": program, "args": [*as_root, *ARGUMENTS]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """See the pages as a Chinese clerk does."""
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
    }


@dataclass(frozen=True)
class Site:
    """The demonstration, served as `zhenwu serve` serves it."""

    base: str
    home: Path

    def sign_in(self, page: Any, username: str) -> None:
        """Sign in as one of the demonstration's people, signing out whoever was there."""
        page.context.clear_cookies()
        page.goto(f"{self.base}/sign-in")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", "qingxi-demo")
        page.press("input[name=password]", "Enter")
        page.wait_for_selector(".rail, .pnav")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole demonstration behind the production-grade server, on the tests' day; stopped at the end."""
    home = tmp_path_factory.mktemp("site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"ZHENWU_HOME": str(home), "ZHENWU_TODAY": "2026-10-16"}
    program = str(Path(sys.executable).parent / "zhenwu")
    subprocess.run([program, "demo", "--no-serve"], env=environment, check=True, stdout=subprocess.DEVNULL)
    log = (home / "server.log").open("wb")
    server = subprocess.Popen(
        [program, "serve", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{base}/sign-in", timeout=5).read()
                break
            except OSError:
                if server.poll() is not None:
                    break
                time.sleep(0.2)
        else:
            pytest.fail("the server did not answer: " + (home / "server.log").read_text())
        yield Site(base, home)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
        log.close()
