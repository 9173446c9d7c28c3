"""Errors that say what, where, what was expected and what to do; the same for a page, the API and the CLI."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with its place."""

    what: str
    where: str = ""
    expected: str = ""
    do: str = ""
    code: str = "ZW-FAULT"

    def __str__(self) -> str:
        text = f"{self.where}：{self.what}" if self.where else self.what
        if self.expected:
            text += f"。应为：{self.expected}"
        if self.do:
            text += f"。{self.do}"
        return text if text.endswith(("？", "?")) else text.rstrip("。") + "。"


class ZhenwuError(Exception):
    """Root of all errors that a user may see.

    faults : every fault found, never only the first. status : the HTTP status of a door that answers with it.
    """

    status = 400
    code = "ZW-ERROR"

    def __init__(
        self, what: str = "", *, where: str = "", expected: str = "", do: str = "", code: str | None = None
    ) -> None:
        if code is not None:
            self.code = code
        self.source = ""
        self.faults: list[Fault] = [Fault(what, where, expected, do, self.code)]
        super().__init__(what)

    @classmethod
    def of(cls, faults: Iterable[Fault], *, source: str = "") -> ZhenwuError:
        """One error that carries many faults; source names the file or form they were found in."""
        error = cls()
        error.faults = list(faults)
        error.source = source
        codes = {fault.code for fault in error.faults}
        if len(codes) == 1:
            error.code = codes.pop()
        return error

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults]
        if len(lines) == 1 and not self.source:
            return lines[0]
        head = f"{self.source}：" if self.source else ""
        return f"{head}{len(lines)}处有错\n" + "\n".join(f"  {i}. {line}" for i, line in enumerate(lines, 1))

    def as_dict(self) -> dict[str, object]:
        """The error as the API sends it."""
        return {
            "error": self.code,
            "source": self.source,
            "message": str(self),
            "faults": [asdict(f) for f in self.faults],
        }


class BadInput(ZhenwuError):
    """What came in cannot be taken; nothing was written."""

    status = 400
    code = "ZW-INPUT"


class NotFound(ZhenwuError):
    """Not there, or out of the asker's reach: the two are told apart by nobody."""

    status = 404
    code = "ZW-NOT-FOUND"


class Refused(ZhenwuError):
    """The asker may see it but not do this."""

    status = 403
    code = "ZW-REFUSED"


class Conflict(ZhenwuError):
    """The thing has moved on since the asker looked, or its state does not allow this."""

    status = 409
    code = "ZW-CONFLICT"


class UnitMismatch(ZhenwuError):
    """Two quantities of different dimensions were put together."""

    code = "ZW-UNIT"


def all_at_once(checks: Mapping[str, Callable[[], object]]) -> None:
    """Run every check, so that one BadInput has the faults of all; place → check.

    >>> def no() -> None:
    ...     raise BadInput("不对", code="ZW-NO")
    >>> try:
    ...     all_at_once({"年": no, "月": lambda: 3, "日": no})
    ... except BadInput as error:
    ...     print([fault.where for fault in error.faults])
    ['年', '日']
    """
    faults: list[Fault] = []
    for place, check in checks.items():
        try:
            check()
        except BadInput as error:
            faults += [replace(fault, where=fault.where or place) for fault in error.faults]
    if faults:
        raise BadInput.of(faults)
