"""Two reports of one town in following years: what became of each promise."""

from __future__ import annotations

from zhenwu.reader import read
from zhenwu.reader.compare import Comparison, compare
from zhenwu.reader.model import Reading
from zhenwu.reports.models import Version


def reading_again(version: Version) -> Reading:
    """The reading of a kept version, from its text: places count the same characters as its numbers do."""
    return read(version.text, year=version.report.year)


def versions_compare(last: Version, this: Version) -> Comparison:
    """What became of the promises of one version, by the words of the other; nothing is kept."""
    return compare(reading_again(last), reading_again(this))
