"""A PostgreSQL server of its own for one command: made in a temporary folder and removed afterwards.

Usage: python tools/private_postgres.py COMMAND [ARGUMENT …]

The command finds the server's address, on a free loopback port, in DATABASE_URL. PostgreSQL refuses to run
as root, so that root lends it the user `postgres`, which Debian's package makes. Nothing is kept and nothing
is safe from a power cut: it is for tests alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "timezone": "Asia/Shanghai",
}
PATIENCE = 30.0
PR_SET_PDEATHSIG = 1


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if folders:
        return max(folders, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0)
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found and shutil.which("initdb") else None


def identity() -> dict[str, Any]:
    """Return the arguments that let Popen run a program as somebody who is not root."""
    if os.geteuid() != 0:
        return {}
    owner = pwd.getpwnam("postgres")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def end_with_parent() -> None:
    """Ask the kernel to stop the server when this process dies, however it dies."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Tell whether somebody listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def start(tools: Path, folder: Path, port: int, log: Path) -> subprocess.Popen[bytes] | None:
    """Start the server and wait for it; None where it ended, as when the port was taken meanwhile."""
    command = [str(tools / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder)]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with log.open("wb") as out:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,  # Control-C ends the tests; we then end the server in good order
            preexec_fn=end_with_parent,
            **identity(),
        )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            return None
        # Only our server writes this pid file: a stranger on the port is not taken for it.
        ready = folder / "data/postmaster.pid"
        if ready.is_file() and ready.read_text().split()[-1:] == ["ready"] and answers(port):
            return server
        time.sleep(0.05)
    stop(server)
    return None


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server: quickly, then by force."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """Give the address of a fresh server as DATABASE_URL has it."""
    tools = programs()
    if tools is None:
        raise SystemExit("PostgreSQL's server is missing. On Debian, as root: apt-get install -y postgresql")
    folder = Path(tempfile.mkdtemp(prefix="zhenwu-postgres-"))
    server = None
    try:
        password = secrets.token_hex(16)
        secret = folder / "password"
        secret.write_text(password)
        secret.chmod(0o600)
        who = identity()
        if who:
            for path in (folder, secret):
                os.chown(path, who["user"], who["group"])
        command = [
            str(tools / "initdb"),
            "-D",
            str(folder / "data"),
            "--username=zhenwu",
            f"--pwfile={secret}",
        ]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **who)
        if made.returncode:
            raise SystemExit(f"initdb failed:\n{made.stdout}{made.stderr}")
        log = folder / "log"
        for _ in range(3):
            port = free_port()
            server = start(tools, folder, port, log)
            if server is not None:
                break
        else:
            raise SystemExit(f"PostgreSQL did not start:\n{log.read_text('utf-8', 'replace')}")
        yield f"postgresql://zhenwu:{password}@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command of the command line beside a server."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with private_postgres() as url:
        return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
