"""Where the files lie: a folder of the product's data, each under the hash of its content, written once and never changed.

A file is on the disk, whole, before the row that names it is written; a process that is killed in between leaves a file that no row
names, which `swept` takes away after a day. Sealed files lie under a keyed hash, so that nobody tests the folder for a paper he knows.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings

from zhenwu.ledgers.fields import fingerprint, open_bytes, seal_bytes

#: Seconds after which a file that no row names is nobody's any more: longer than any upload.
DAY = 24 * 3600
_PART = ".part-"


class Lost(Exception):
    """The file is not there, or not what was kept."""


def root() -> Path:
    """The folder; nothing serves it."""
    return Path(settings.MEDIA_ROOT) / "files"


def path_of(digest: str, sealed: bool) -> Path:
    """Where the content with this SHA-256 lies."""
    name = f"{fingerprint(digest)}.sealed" if sealed else digest
    return root() / name[:2] / name


@contextlib.contextmanager
def held(*, alone: bool = False) -> Iterator[None]:
    """Keep the sweeper away while a file is kept and its row written; alone: be the sweeper."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (root() / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield


def put(content: bytes, *, sealed: bool) -> str:
    """Keep a content and give its SHA-256; on return it is on the disk, or was there already."""
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(digest, sealed)
    with contextlib.suppress(Lost):
        get(digest, sealed)
        os.utime(path)
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.parent / f"{_PART}{secrets.token_hex(8)}"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(seal_bytes(content) if sealed else content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    for folder in (path.parent, path.parent.parent):
        _settled(folder)
    return digest


def _settled(folder: Path) -> None:
    """The names in a folder are on the disk as well."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def get(digest: str, sealed: bool) -> bytes:
    """The content; Lost when it is not there, changed, or sealed with another key."""
    try:
        content = path_of(digest, sealed).read_bytes()
        content = open_bytes(content) if sealed else content
    except (OSError, InvalidToken):
        raise Lost from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise Lost
    return content


def strays(named: set[Path]) -> list[Path]:
    """Files that no row names, older than a day, and pieces of files that were never finished."""
    old = time.time() - DAY
    found = []
    for path in sorted(root().glob("??/*")):
        with contextlib.suppress(FileNotFoundError):
            if path not in named and path.is_file() and path.stat().st_mtime < old:
                found.append(path)
    return found
