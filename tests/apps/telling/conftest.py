"""A town that meets, and a robot's host on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.meetings.conftest import cast, draft, met, plan, report

__all__ = ["cast", "draft", "met", "plan", "report"]


@pytest.fixture
def receiver(settings: Any) -> Iterator[SimpleNamespace]:
    """A robot's host: receiver.url, receiver.got (path and JSON of each request), receiver.answers (status and JSON to give next)."""
    settings.HOOKS_PRIVATE = True
    got: list[tuple[str, Any]] = []
    answers: list[tuple[int, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, json.loads(data)))
            status, said = answers.pop(0) if answers else (200, {"errcode": 0, "errmsg": "ok"})
            whole = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(whole)))
            self.end_headers()
            self.wfile.write(whole)

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield SimpleNamespace(
            url=f"http://127.0.0.1:{server.server_port}/robot/send?key=k", got=got, answers=answers
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
