"""Feeds files gone wrong to the reader for as long as it is told, and prints what neither reads nor is named.

Usage: python tools/fuzz_inputs.py [SECONDS] [SEED]      (every file can be made again from the number that is printed)
"""

from __future__ import annotations

import random
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.properties.reader.mutations import mutated, sound

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import read
from zhenwu.reader.inputs import word97

SLOW = 2.0


def main() -> int:
    """Run; ends with 1 when anything but a reading or a named error came out, or one took too long."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    # LibreOffice takes seconds for each; what stands before it is what is tried here
    word97.shutil.which = lambda *_: None  # type: ignore[assignment]
    files = sound()
    names = [name for name in files if not name.endswith("pdf")] * 12 + ["a.pdf", "b.pdf"]
    codes: Counter[str] = Counter()
    bad = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        chance = random.Random(seed)
        name = chance.choice(names)
        data = mutated(files[name], chance)
        began = time.perf_counter()
        try:
            read(data, name=name, year=2025)
            codes["read"] += 1
        except BadInput as error:
            codes[error.faults[0].code] += 1
            if not all(f.what and f.where and f.expected and f.do for f in error.faults):
                bad += 1
                print(f"{seed} {name}: a part is missing: {error.faults}")
        except Exception:
            bad += 1
            print(f"{seed} {name}:\n{traceback.format_exc()}")
        took = time.perf_counter() - began
        if took > SLOW:
            bad += 1
            print(f"{seed} {name}: {took:.1f} s")
        seed += 1
    print(
        f"{sum(codes.values())} files, last number {seed - 1}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    for code, count in codes.most_common():
        print(f"{count:>8} {code}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
