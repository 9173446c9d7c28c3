"""The zip file around an Office document, opened within limits: nothing is unpacked before its size is known.

Every refusal is a BadInput of four parts with a code of its own, the same for whoever opens the file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO, BinaryIO, cast

from zhenwu.kernel.errors import BadInput

MAX_FILE = 50 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_PARTS = 5_000
# The list of what a zip file holds; a name in it may be 64 KB long, so the number of parts bounds nothing.
MAX_DIRECTORY = 4 * 2**20
# Word's own XML packs 10 to 60 times smaller; a bomb comes near the thousand that deflate allows.
MAX_RATIO = 200
RATIO_FROM = 2**20

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    IndexError,
    OverflowError,
    struct.error,
)
# Others (lzma, bzip2) may ask for any amount of memory, and no Office program writes them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def refuse(what: str, *, code: str, source: str, where: str = "", expected: str, do: str) -> BadInput:
    """An error about a file, or about a part of it when `where` is given."""
    error = BadInput(what, where=where or source or "整个文件", expected=expected, do=do, code=code)
    error.source = source if where else ""
    return error


class _TooMuch(Exception):
    """Somebody asked for more of a file than there may be."""


class _Sparing:
    """A file that gives at most `most` bytes at once: zipfile reads the list of parts in one go, whatever its length."""

    def __init__(self, file: BinaryIO) -> None:
        self.most = MAX_DIRECTORY
        self.file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self.size = file.seek(0, io.SEEK_END)

    def read(self, size: int = -1) -> bytes:
        left = self.size - self.file.tell()
        if (left if size < 0 else min(size, left)) > self.most:
            raise _TooMuch
        return self.file.read(size)


class Archive:
    """A zip file's parts by name, each read only when asked for and only within limits.

    source : the file's name, for messages. kind : what was expected, in words.
    Raises BadInput when it is damaged, cut short, locked with a password or holds too many parts.
    """

    def __init__(self, file: bytes | BinaryIO, *, source: str = "", kind: str = "Office") -> None:
        self.source, self.kind = source, kind
        stream = _Sparing(io.BytesIO(file) if isinstance(file, bytes) else file)
        try:
            self._zip = zipfile.ZipFile(cast(IO[bytes], stream))
            entries = [e for e in self._zip.infolist() if e.filename and not e.filename.endswith("/")]
        except _TooMuch as problem:
            raise self._swollen("里面的目录大得不正常") from problem
        except _DAMAGED as problem:
            raise self._damaged() from problem
        stream.most = MAX_UNPACKED
        if len(entries) > MAX_PARTS:
            raise self._swollen(f"文件解开后异常膨胀（{len(entries)}个部分）")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise refuse(
                "压缩包设了密码",
                code="ZW-READ-ENCRYPTED",
                source=source,
                expected=f"未加密的{kind}文件",
                do="请取消密码另存后再用",
            )
        self.entries = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def check_all(self) -> None:
        """BadInput when any part, or all together, would unpack to an abnormal size."""
        for name in self.entries:
            self._check_ratio(name)
        total = sum(entry.file_size for entry in self.entries.values())
        if total > MAX_UNPACKED:
            raise self._swollen(f"文件解开后异常膨胀（共{total / 2**20:.0f} MB）")

    def read(self, name: str, *, most: int = MAX_UNPACKED) -> bytes:
        """One part unpacked; BadInput when it swells, is larger than `most` bytes, or is damaged."""
        self._check_ratio(name)
        entry = self.entries[name]
        if entry.file_size > most:
            raise refuse(
                f"内容过多（{entry.file_size / 2**20:.0f} MB）",
                code="ZW-READ-LARGE",
                source=self.source,
                where=f"部分“{name}”",
                expected=f"不超过{most // 2**20} MB的文字内容",
                do="请拆分文件后再用",
            )
        if entry.compress_type not in _METHODS:
            raise self._damaged()
        try:
            # zipfile never yields more than the announced size, so the checks above bound what is unpacked here.
            return self._zip.read(entry)
        except _DAMAGED as problem:
            raise self._damaged() from problem

    def _check_ratio(self, name: str) -> None:
        entry = self.entries[name]
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            times = entry.file_size // max(entry.compress_size, 1)
            raise self._swollen(
                f"文件解开后异常膨胀（{times}倍）",
                f"部分“{name}”",
                f"解开后不超过{MAX_RATIO}倍的{self.kind}文件",
            )

    def _swollen(self, what: str, where: str = "", expected: str = "") -> BadInput:
        return refuse(
            what,
            code="ZW-READ-BOMB",
            source=self.source,
            where=where,
            expected=expected or f"解开后不超过{MAX_UNPACKED // 2**20} MB的{self.kind}文件",
            do="请确认文件来源，用Word或WPS另存后再用",
        )

    def _damaged(self) -> BadInput:
        return refuse(
            "文件损坏或不完整，无法解开",
            code="ZW-READ-TRUNCATED",
            source=self.source,
            expected=f"完整的{self.kind}文件",
            do="请重新保存或重新传送后再用",
        )
