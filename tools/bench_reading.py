"""The reader on the bench's texts: whole readings, figures alone, and where the time goes stage by stage.

Started by bench_reader.py with a JSON file of sets of texts; each line on standard input names what to measure on which set,
as `whole 3`.
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zhenwu.reader import figures, read, reading
from zhenwu.reader.clean import clean
from zhenwu.reader.scan import scan


class Stages:
    """Seconds by stage. Time in a stage that another one calls belongs to the inner one alone."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._open: list[float] = []

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, with its time kept under a name."""

        @functools.wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            self._open.append(0.0)
            try:
                made = work(*given, **named)
                return iter(list(made)) if inspect.isgenerator(made) else made
            finally:
                took = time.perf_counter() - began
                self.seconds[name] = self.seconds.get(name, 0.0) + took - self._open.pop()
                if self._open:
                    self._open[-1] += took

        return timed

    def watch(self, module: types.ModuleType) -> None:
        """Time whatever a module of the reader takes from another one: its functions, and their `find`."""
        for name, thing in list(vars(module).items()):
            if isinstance(thing, types.ModuleType) and thing.__name__.startswith("zhenwu.reader."):
                if hasattr(thing, "find"):
                    thing.find = self.timed(name, thing.find)  # type: ignore[attr-defined]
            elif callable(thing) and str(getattr(thing, "__module__", "")).startswith("zhenwu.reader."):
                own = thing.__module__ == module.__name__
                made = isinstance(thing, type) and name not in ("Places", "Stops", "Periods")
                if not own and not made and name != "Token":
                    setattr(module, name, self.timed(name, thing))


def stages(texts: list[str]) -> dict[str, float]:
    """Seconds by stage over all texts; the clock at each door makes the whole a little slower than without."""
    watch = Stages()
    watch.watch(figures)
    watch.watch(reading)
    whole = watch.timed("rest", reading.read)
    for text in texts:
        whole(text)
    return watch.seconds


def whole(texts: list[str]) -> int:
    """Read everything in every text."""
    return sum(len(read(text).figures) for text in texts)


def alone(texts: list[str]) -> int:
    """Clean every text and find its figures: place, value, unit and hedge."""
    return sum(len(scan(clean(text).text)) for text in texts)


def main() -> None:
    """Answer each line with seconds and the number of things found."""
    sets = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    works: dict[str, Callable[[list[str]], object]] = {"whole": whole, "figures": alone, "stages": stages}
    for line in sys.stdin:
        what, number = line.split()
        texts = sets[int(number)]
        began = time.perf_counter()
        found = works[what](texts)
        seconds, characters = time.perf_counter() - began, sum(map(len, texts))
        print(json.dumps({"seconds": seconds, "characters": characters, "found": found}), flush=True)


if __name__ == "__main__":
    main()
