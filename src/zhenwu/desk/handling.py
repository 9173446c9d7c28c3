"""What a person does about a number or a claim that does not hold: repair, rewrite, keep with a reason, and sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.desk.claims import DATE, direction_of, direction_word
from zhenwu.desk.drafting import editable
from zhenwu.desk.verdicts import Outcome, answers, apply_outcome, ask_for, flips, judge, parse_print
from zhenwu.desk.versions import version_next
from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.kernel.period import Period
from zhenwu.reports.choices import Handling, ReportState, Verdict
from zhenwu.reports.models import Assertion, PrintedFigure, Report, Version
from zhenwu.reports.prints import shape
from zhenwu.reports.queries import ahead, figures_of, is_latest, open_claims, open_figures


@transaction.atomic
def figure_repair(figure: PrintedFigure, *, actor: Any, text: str = "") -> Version:
    """Put the data's value (or `text`) in place of a print; the next version of the draft."""
    version = _last_of(figure.version, actor)
    new = text.strip() or figure.computed_text
    if not new:
        raise BadInput(
            f"“{figure.surface}”没有可改成的数",
            where=figure.subject,
            expected="一个数",
            do="请填写改成什么，或保留并说明",
        )
    figures = figures_of(version)
    report = version.report
    for one in figures:
        if one.key == figure.key:
            _reread(one, new, report)
            one.handling, one.handling_note = Handling.REPAIRED, f"原为{one.surface}"
    result = version_next(
        version,
        report=report,
        data=bytes(version.content),
        figures=figures,
        claims=list(version.assertions.all()),
        texts={figure.key: new},
        actor=actor,
        note=f"{figure.subject}改为{new}",
    )
    audit_write(
        actor, "figure_repair", figure, area_code=report.area_code, changes={"text": [figure.surface, new]}
    )
    return result


def _reread(figure: PrintedFigure, text: str, report: Report) -> None:
    """The verdict of a number that a hand has changed."""
    old = figure.surface
    figure.value = parse_print(text, figure)
    found = shape(text)
    figure.qualifier = "exact" if found is not None and not found.hedge else figure.qualifier
    figure.surface = text
    period = Period(figure.link_start, figure.link_end) if figure.link_start and figure.link_end else None
    ask = None if ahead(figure) else ask_for(figure, period, report.area_code)
    answer = answers([ask]).get(ask) if ask else None
    outcome = Outcome(Verdict.TARGET) if ahead(figure) else judge(figure, ask, answer, drafting=True)
    apply_outcome(figure, outcome)
    figure.trace = {**outcome.trace, "text": text} if outcome.trace else {}
    figure.surface = old


@transaction.atomic
def figure_keep(figure: PrintedFigure, *, actor: Any, note: str) -> PrintedFigure:
    """Keep a print as it stands, with the reason."""
    version = _last_of(figure.version, actor)
    figure.handling, figure.handling_note = Handling.KEPT, _reason(note, figure.surface)
    figure.save(update_fields=["handling", "handling_note"])
    audit_write(actor, "figure_keep", figure, area_code=version.report.area_code, reason=figure.handling_note)
    return figure


@transaction.atomic
def claim_keep(claim: Assertion, *, actor: Any, note: str) -> Assertion:
    """A person stands for a claim: it was checked by hand."""
    version = _last_of(claim.version, actor)
    reason = _reason(note, claim.text)
    claim.handling = Handling.KEPT
    claim.save(update_fields=["handling"])
    audit_write(actor, "claim_keep", claim, area_code=version.report.area_code, reason=reason)
    return claim


@transaction.atomic
def claims_keep(version: Version, *, actor: Any, kind: str, note: str) -> int:
    """Keep every open claim of a kind; their number."""
    version = _last_of(version, actor)
    reason = _reason(note, kind)
    kept = version.assertions.filter(kind=kind, handling=Handling.OPEN).update(handling=Handling.KEPT)
    audit_write(actor, "claims_keep", version, reason=reason, changes={"kind": kind, "kept": kept})
    return kept


@transaction.atomic
def claim_rewrite(claim: Assertion, *, actor: Any, text: str) -> Version:
    """Put other words in place of a claim, as somebody typed them; the next version of the draft."""
    version = _last_of(claim.version, actor)
    return words_rewrite(version, actor=actor, words={claim.pk: text})


@transaction.atomic
def words_rewrite(version: Version, *, actor: Any, words: dict[int, str]) -> Version:
    """Put other words in place of claims, by their id."""
    version = _last_of(version, actor)
    claims = list(version.assertions.order_by("start"))
    figures = figures_of(version)
    edits = []
    for claim in claims:
        new = words.get(claim.pk, "").strip()
        if not new:
            continue
        if any(f.start < claim.end and claim.start < f.end for f in figures):
            raise BadInput(
                f"“{claim.text}”里有数",
                where=claim.text,
                expected="不含数的说法",
                do="请改其中的数，或在Word里改这一句",
            )
        edits.append((claim.start, claim.end, new))
        claim.text, claim.handling = new[:120], Handling.REPAIRED
        claim.verdict = Verdict.AGREES
        claim.why = f"改写，原为“{version.text[claim.start : claim.end]}”"
    if not edits:
        raise BadInput("没有要改写的说法", expected="改成的文字", do="请填写后再试")
    report = version.report
    for figure in figures:
        _turn(figure, version.text, edits)
    result = version_next(
        version,
        report=report,
        data=bytes(version.content),
        figures=figures,
        claims=claims,
        texts={},
        actor=actor,
        note=f"改写{len(edits)}处说法",
        rewrites=edits,
    )
    audit_write(
        actor,
        "words_rewrite",
        report,
        changes={"words": [[version.text[start:end], new] for start, end, new in edits]},
    )
    return result


def _turn(figure: PrintedFigure, text: str, edits: Sequence[tuple[int, int, str]]) -> None:
    """A growth whose direction word was rewritten goes the new way; it agrees when the data do."""
    if figure.kind != "growth" or figure.computed is None:
        return
    place = direction_word(text, figure)
    for start, end, new in edits:
        said = direction_of(new)
        if place is not None and said and start <= place[0] and place[1] <= end:
            figure.direction = "up" if said > 0 else "down"
            if not flips(figure, figure.computed) and figure.verdict == Verdict.DIFFERS:
                figure.verdict, figure.handling = Verdict.AGREES, Handling.REPAIRED


@transaction.atomic
def dates_move(version: Version, *, actor: Any) -> Version:
    """Move every marked year of last year's text on to this year's: a person's decision, in one step."""
    report = version.report
    old = report.based_on.year if report.based_on is not None else report.year - 1
    shift = report.year - old
    words = {
        claim.pk: f"{int(claim.text[:4]) + shift}年"
        for claim in open_claims(version)
        if claim.kind == DATE and claim.text[:4].isdecimal()
    }
    return words_rewrite(version, actor=actor, words=words)


@transaction.atomic
def report_sign(report: Report, *, actor: Any) -> Report:
    """Sign a draft off: its numbers are frozen with their traces. Conflict while anything still waits."""
    version = editable(report, actor)
    waiting = len(open_figures(version)), len(open_claims(version))
    if any(waiting):
        raise Conflict(
            f"还有{waiting[0]}个数、{waiting[1]}处说法没有处理",
            where=report.title,
            expected="全部相符、已改，或保留并说明",
            do="请在核数栏逐项处理后再签发",
            code="ZW-SIGN",
        )
    report.state = ReportState.SIGNED
    report.save(update_fields=["state"])
    audit_write(actor, "report_sign", report, changes={"version": version.number, "sha256": version.sha256})
    return report


def _last_of(version: Version, actor: Any) -> Version:
    latest = editable(version.report, actor)
    if not is_latest(version):
        raise Conflict(
            f"已经有第{latest.number}稿",
            where=f"第{version.number}稿",
            expected="在最新一稿上处理",
            do="请刷新页面后再处理",
            code="ZW-DRAFT-OLD",
        )
    return latest


def _reason(note: str, what: str) -> str:
    note = note.strip()
    if not note:
        raise BadInput(
            "没有写理由", where=what, expected="一句话说明为什么保留", do="请填写说明", code="ZW-KEEP"
        )
    return note[:300]
