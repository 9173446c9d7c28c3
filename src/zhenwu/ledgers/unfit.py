"""Why a value cannot be taken. Pure."""

from __future__ import annotations


class Unfit(Exception):
    """Raised for one value; whoever checks the row gives it its place and makes it a fault.

    suggestion : a value that would pass and is probably meant; offered, never taken silently.
    """

    def __init__(self, what: str, expected: str = "", do: str = "", suggestion: str = "") -> None:
        super().__init__(what)
        self.what, self.expected, self.do, self.suggestion = what, expected, do, suggestion
