"""What the evidence says became of a promise at the end of its year. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from zhenwu.plans.choices import Outcome
from zhenwu.plans.light import Light


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of the item that a leader approved: kind (drop, due, target, office), in words, on what grounds."""

    kind: str
    before: str
    after: str
    grounds: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """An outcome with its sentence and, where something is missing or was changed, the grounds known so far."""

    outcome: str
    text: str
    reason: str = ""


#: Changes after which a promise is no longer the one that was made; another office does the same thing.
ANOTHER = ("drop", "target", "due")


def suggest(
    light: Light | None, changes: Iterable[Changed], *, dropped: bool, year: int, said: str = ""
) -> Suggested:
    """The answer that the evidence suggests.

    light : at the end of the year, None for what was dropped. changes : approved ones, oldest first. said : the office's last line.
    Dropped, or changed so that the promise as made does not hold any more (a target lowered or raised, a due date beyond the
    year): changed. The light done, or a rate or limit that holds: done. Something of it there: in part. Else: not done.
    """
    real = [one for one in changes if one.kind in ANOTHER]
    if dropped or light is None:
        last = next((one for one in reversed(real) if one.kind == "drop"), None)
        return Suggested(Outcome.CHANGED, "不再实施。", last.grounds if last else "")
    told = light.sentence or said
    later = [one for one in real if one.kind == "target" or (one.kind == "due" and one.after[:4] > str(year))]
    if later:
        words = "；".join(f"由{one.before}改为{one.after}" for one in later)
        return Suggested(Outcome.CHANGED, f"{words}。{told}", "；".join(one.grounds for one in later))
    held = light.kind in ("level", "limit") and light.state in ("pace", "ahead")
    if light.state == "done" or held:
        return Suggested(Outcome.DONE, told)
    share = light.share if light.share is not None else _steps(light)
    begun = share is not None and share > 0
    if light.kind == "level":
        begun = light.actual is not None
    return Suggested(Outcome.PART if begun else Outcome.NOT, told, "" if said == told else said)


def _steps(light: Light) -> Decimal | None:
    return Decimal(light.done_steps) / light.steps if light.steps else None
