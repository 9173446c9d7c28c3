"""recognizers-text on the bench's texts, in its own environment: opencc, then percentage, currency and dimension.

Started by bench_reader.py with a JSON file of sets of texts; each line on standard input names a set, as `peer 3`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from opencc import OpenCC
from recognizers_number import NumberRecognizer
from recognizers_number_with_unit import NumberWithUnitRecognizer
from recognizers_text import Culture


def main() -> None:
    """Answer each line with seconds and the number of things found."""
    sets = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    units = NumberWithUnitRecognizer(Culture.Chinese)
    models = (
        NumberRecognizer(Culture.Chinese).get_percentage_model(),
        units.get_currency_model(),
        units.get_dimension_model(),
    )
    simplify = OpenCC("t2s").convert
    for line in sys.stdin:
        texts = sets[int(line.split()[1])]
        began, found = time.perf_counter(), 0
        for text in texts:
            simple = simplify(text)
            found += sum(len(model.parse(simple)) for model in models)
        seconds, characters = time.perf_counter() - began, sum(map(len, texts))
        print(json.dumps({"seconds": seconds, "characters": characters, "found": found}), flush=True)


if __name__ == "__main__":
    main()
