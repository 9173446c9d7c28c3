"""A process that reads blocks: `python -m zhenwu.reader.many.worker`, started by the crew.

The first line on standard input says what to do, each further one is a block. The answers on standard output are lines of JSON:
{"at": i} before file i of the block (-1 before its rows are saved), {"done": files, "failed": files} after the block,
{"fatal": words} when it cannot go on. It ends when the other side is gone, whatever has become of it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, TextIO

from zhenwu.kernel.errors import BadInput, ZhenwuError
from zhenwu.reader.many.one import One, Signature, read_one, reader_version, signature
from zhenwu.reader.many.parts import save_part
from zhenwu.reader.many.tables import Rows, arrow, printable


def _say(out: TextIO, **words: object) -> None:
    out.write(json.dumps(words) + "\n")
    out.flush()


def _known(told: tuple[str, str], name: str) -> ZhenwuError:
    code, what = told
    return BadInput(what, where=name, expected="一份能读的报告", do="请单独读这份文件看看", code=code)


def read_block(orders: dict[str, Any], block: dict[str, Any], out: TextIO) -> int:
    """Read the files of a block and save its part; returns how many could not be read."""
    rows = Rows(orders["tables"], reader_version())
    signatures: list[Signature | None] = []
    failed = 0
    for i, (name, closed) in enumerate(block["files"]):
        _say(out, at=i)
        path = Path(orders["root"], name)
        told = block["known"].get(str(i))
        if closed:
            told = ("ZW-READ-OPEN", "目录打不开")
        made = (
            One(signature(path), None, _known(told, path.name))
            if told
            else read_one(path, year=orders["year"])
        )
        shown = printable(name).replace(os.sep, "/")
        signatures.append(made.signature)
        if isinstance(made.outcome, ZhenwuError):
            failed += 1
            rows.fail(shown, made.sha256, made.signature and made.signature[0], made.outcome)
        else:
            assert made.sha256 is not None and made.signature is not None
            rows.add(shown, made.sha256, made.signature[0], made.outcome)
    _say(out, at=-1)
    save_part(Path(orders["parts"]), block["name"], rows, signatures, failed)
    return failed


def main() -> int:
    """Serve until standard input ends."""
    # what libraries print must not come between the answers
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    orders = json.loads(sys.stdin.readline())
    arrow()
    if orders["memory"]:
        resource.setrlimit(resource.RLIMIT_AS, (orders["memory"], orders["memory"]))
    try:
        for line in sys.stdin:
            block = json.loads(line)
            failed = read_block(orders, block, out)
            _say(out, done=len(block["files"]), failed=failed)
    except BrokenPipeError:
        # nobody is there any more; what is saved is saved
        os._exit(0)
    except OSError as error:
        _say(out, fatal=str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
