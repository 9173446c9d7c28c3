"""Examples in docstrings of the pure rooms hold."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import zhenwu

PURE = ("kernel", "lexicon", "metrics", "reader", "writer", "catalog")


def _modules() -> list[str]:
    names = []
    for room in PURE:
        package = importlib.import_module(f"zhenwu.{room}")
        names.append(package.__name__)
        names += [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return names


@pytest.mark.parametrize("name", _modules())
def test_examples_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    counts = {
        room: sum(
            bool(test.examples)
            for name in _modules()
            if name.startswith(f"zhenwu.{room}")
            for test in finder.find(importlib.import_module(name))
        )
        for room in ("kernel", "reader", "metrics")
    }
    assert all(counts.values()), counts
    assert zhenwu.__doc__
