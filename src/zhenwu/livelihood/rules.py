"""Pure rules: whether the counts of a ballot hold together, what they come to, and whether a test's do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from zhenwu.kernel.errors import Fault
from zhenwu.livelihood.choices import Threshold


@dataclass(frozen=True, slots=True)
class Line:
    """A candidate: its key, its name, its votes, and whether the meeting announced it as chosen."""

    key: int
    name: str
    votes: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A round of voting as the meeting counted it."""

    places: int
    per_ballot: int
    due: int
    present: int
    issued: int
    returned: int
    spoiled: int
    lines: tuple[Line, ...]
    threshold: str = Threshold.NONE
    decision: str = ""

    @property
    def valid(self) -> int:
        return self.returned - self.spoiled

    @property
    def needed(self) -> int:
        """Votes that a candidate needs at least: more than half of those present, or of all deputies; 0 without such a rule."""
        base = {Threshold.PRESENT.value: self.present, Threshold.ALL.value: self.due}.get(str(self.threshold))
        return 0 if base is None else base // 2 + 1


@dataclass(frozen=True, slots=True)
class Tally:
    """What the votes alone come to. tied : candidates with equal votes for the `open_places` that are left."""

    ranks: dict[int, int] = field(default_factory=dict)
    chosen: frozenset[int] = frozenset()
    tied: frozenset[int] = frozenset()
    open_places: int = 0
    #: candidates below the votes needed
    short: frozenset[int] = frozenset()


def tally(count: Count) -> Tally:
    """Rank the candidates and say who is chosen by votes alone. Equal votes share the better rank and are never drawn apart."""
    ranks = {line.key: 1 + sum(other.votes > line.votes for other in count.lines) for line in count.lines}
    fit = [line for line in count.lines if line.votes >= count.needed]
    short = frozenset(line.key for line in count.lines if line.votes < count.needed)
    chosen = {line.key for line in fit}
    tied: set[int] = set()
    if len(fit) > count.places > 0:
        border = sorted((line.votes for line in fit), reverse=True)[count.places - 1]
        chosen = {line.key for line in fit if line.votes > border}
        level = {line.key for line in fit if line.votes == border}
        if len(chosen) + len(level) == count.places:
            chosen |= level
        else:
            tied = level
    left = count.places - len(chosen) if tied else 0
    return Tally(ranks, frozenset(chosen), frozenset(tied), left, short)


def ballot_faults(count: Count) -> list[Fault]:
    """Everything that cannot be so, each with its place and numbers; a result that the votes do not carry is one of them."""
    faults = [*_numbers(count), *_votes(count)]
    # Who is chosen can be judged only by votes that hold together.
    return faults or _result(count)


def _fault(what: str, where: str, expected: str, do: str, code: str) -> Fault:
    return Fault(what, where, expected, do, f"ZW-BALLOT-{code}")


def _numbers(count: Count) -> list[Fault]:
    recount = _("请对照会议的计票单")
    faults = []
    if count.places < 1:
        faults.append(
            _fault(_("应选%(n)d件") % {"n": count.places}, _("应选"), _("至少1件"), recount, "PLACES")
        )
    if count.per_ballot < 1:
        faults.append(
            _fault(
                _("每票选%(n)d件") % {"n": count.per_ballot}, _("每票至多选"), _("至少1件"), recount, "PLACES"
            )
        )
    if len(count.lines) <= count.places:
        faults.append(
            _fault(
                _("候选%(n)d件，应选%(places)d件") % {"n": len(count.lines), "places": count.places}, _("候选"),
                _("候选多于应选"), _("请先把候选补足，或减少应选"), "CANDIDATES",
            )
        )  # fmt: skip
    pairs = (
        (_("实到代表"), count.present, _("应到代表"), count.due), (_("发出票数"), count.issued, _("实到代表"), count.present),
        (_("收回票数"), count.returned, _("发出票数"), count.issued), (_("废票"), count.spoiled, _("收回票数"), count.returned),
    )  # fmt: skip
    for name, value, limit_name, limit in pairs:
        if value > limit:
            faults.append(
                _fault(
                    _("%(name)s%(value)d，多于%(limit_name)s%(limit)d")
                    % {"name": name, "value": value, "limit_name": limit_name, "limit": limit},
                    name, _("不多于%(limit)d") % {"limit": limit}, recount, "VOTERS",
                )
            )  # fmt: skip
    if count.due < 1:
        faults.append(_fault(_("没有应到代表"), _("应到代表"), _("至少1名"), recount, "VOTERS"))
    return faults


def _votes(count: Count) -> list[Fault]:
    recount = _("请对照会议的计票单")
    faults = []
    valid = max(count.valid, 0)
    seen: set[int] = set()
    for line in count.lines:
        if line.key in seen:
            faults.append(_fault(_("候选列了两次"), line.name, _("每件一次"), _("请去掉一处"), "TWICE"))
        seen.add(line.key)
        if line.votes > valid:
            faults.append(
                _fault(
                    _("得%(votes)d票，有效票只有%(valid)d张") % {"votes": line.votes, "valid": valid}, line.name,
                    _("不多于%(limit)d") % {"limit": valid}, recount, "VOTES",
                )
            )  # fmt: skip
    total = sum(line.votes for line in count.lines)
    if total > valid * count.per_ballot:
        faults.append(
            _fault(
                _("得票合计%(total)d，%(valid)d张有效票每张至多选%(each)d件，至多%(most)d")
                % {"total": total, "valid": valid, "each": count.per_ballot, "most": valid * count.per_ballot},
                _("得票"), _("不多于%(limit)d") % {"limit": valid * count.per_ballot}, recount, "VOTES",
            )
        )  # fmt: skip
    return faults


def _result(count: Count) -> list[Fault]:
    found = tally(count)
    names = {line.key: f"{line.name}（{line.votes}）" for line in count.lines}
    said = {line.key for line in count.lines if line.chosen}
    faults = []
    again = _("请对照会议公布的结果")
    if len(said) > count.places:
        faults.append(
            _fault(
                _("选上%(n)d件，多于应选%(places)d件") % {"n": len(said), "places": count.places}, _("选上"),
                _("不多于%(limit)d") % {"limit": count.places}, again, "RESULT",
            )
        )  # fmt: skip
    for line in count.lines:
        if line.key in found.short and line.chosen:
            faults.append(
                _fault(
                    _("得%(votes)d票，记为选上，但要%(needed)d票")
                    % {"votes": line.votes, "needed": count.needed}, line.name, _("不选上"), again, "RESULT",
                )
            )  # fmt: skip
        elif line.key in found.chosen and not line.chosen:
            faults.append(
                _fault(
                    _("得%(votes)d票，排第%(rank)d，应选%(places)d件，却没有记为选上")
                    % {"votes": line.votes, "rank": found.ranks[line.key], "places": count.places},
                    line.name, _("选上"), again, "RESULT",
                )
            )  # fmt: skip
        elif line.chosen and line.key not in found.chosen | found.tied:
            faults.append(
                _fault(
                    _("得%(votes)d票，排第%(rank)d，应选%(places)d件，却记为选上")
                    % {"votes": line.votes, "rank": found.ranks[line.key], "places": count.places},
                    line.name, _("不选上"), again, "RESULT",
                )
            )  # fmt: skip
    picked = said & found.tied
    if picked and not count.decision.strip():
        faults.append(
            _fault(
                _("得票相同：%(names)s，还剩%(n)d个名额，票数分不出先后")
                % {"names": _("、").join(names[k] for k in names if k in found.tied), "n": found.open_places},
                _("会议决定"), _("会议怎样决定的一句话"), _("请写上会议的决定；还没有决定的，都先不记为选上"), "TIE",
            )
        )  # fmt: skip
    return faults


def grade_faults(asked: int, answered: int, grades: Collection[int]) -> list[Fault]:
    """What is wrong with the counts of a satisfaction test. grades : how many gave each answer."""
    again = _("请对照测评的计票")
    faults = []
    if asked < 1:
        faults.append(Fault(_("没有问到一人"), _("问到"), _("至少1人"), again, "ZW-TEST-ASKED"))
    if answered > asked:
        faults.append(
            Fault(
                _("答复%(answered)d人，多于问到的%(asked)d人") % {"answered": answered, "asked": asked}, _("答复人数"),
                _("不多于%(limit)d") % {"limit": asked}, again, "ZW-TEST-ANSWERED",
            )
        )  # fmt: skip
    if sum(grades) != answered:
        faults.append(
            Fault(
                _("各档合计%(sum)d人，答复%(answered)d人") % {"sum": sum(grades), "answered": answered}, _("答复人数"),
                _("各档之和等于答复人数"), again, "ZW-TEST-SUM",
            )
        )  # fmt: skip
    return faults
