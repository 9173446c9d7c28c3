"""The package's own data files: YAML, read in C where the machine's Python has it, several times faster than in Python."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_data(text: str) -> Any:
    """What a file of the package says. What people write themselves is read by `yaml.safe_load`, and its faults are told.

    >>> read_data("单位: [座, 处]")
    {'单位': ['座', '处']}
    """
    return yaml.load(text, _LOADER)
