"""The Chromium of the machine for pytest-playwright, and a live server that it can reach."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

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
