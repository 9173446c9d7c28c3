"""Python starts with this where a test puts the folder on PYTHONPATH: files of certain names then break who reads them.

A library that crashes cannot be had on every machine, so the names stand for it: the signal, the exit, the endless loop and the lack of
memory are real.
"""

import os
import signal
import time
from pathlib import Path

from zhenwu.reader.many import one

_read = one.read


def _faulty(content, *, name="", year=None):
    kind = name.partition("-")[0]
    if kind == "segv":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif kind == "once" and not (mark := Path(os.environ["FAULTS"], name)).exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    elif kind == "exit":
        os._exit(3)
    elif kind == "bug":
        raise RuntimeError("a fault of the reader")
    elif kind == "hang":
        while True:
            time.sleep(0.01)
    elif kind == "eat":
        return len(bytearray(64 * 1024**3))
    elif kind == "hold":
        while Path(os.environ["FAULTS"], "hold").exists():
            time.sleep(0.01)
    return _read(content, name=name, year=year)


one.read = _faulty
