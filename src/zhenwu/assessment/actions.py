"""Every write to assessments: one transaction each, with its audit row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhenwu.assessment.choices import Answer, Kind, Out, Phase, SubjectKind
from zhenwu.assessment.models import Assessment, Frozen, Judgement, Objection, Rules
from zhenwu.assessment.queries import Row, Subject, board, rules_in_force, subjects_of, total_with
from zhenwu.assessment.rights import EDIT, PUBLISH, require, require_voice
from zhenwu.assessment.rules import most_of
from zhenwu.audit.actions import audit_write
from zhenwu.catalog.assessment_specs import ItemSpec, RuleSpec, read_items
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault, NotFound
from zhenwu.kernel.period import Period

#: Where each kind of subject is assessed.
LEVELS = {SubjectKind.VILLAGE: "township", SubjectKind.OFFICE: "township", SubjectKind.TOWN: "county"}


@transaction.atomic
def rules_install(specs: Iterable[RuleSpec], *, actor: Any) -> int:
    """Install the standard rules; a version that is there already stays as it is. Returns how many came in."""
    known = set(Rules.objects.filter(area_code="").values_list("code", "version"))
    fresh = [spec for spec in specs if (spec.code, spec.version) not in known]
    for spec in fresh:
        day_before = spec.valid_from - timedelta(days=1)
        Rules.objects.filter(
            area_code="", code=spec.code, valid_until__isnull=True, valid_from__lt=spec.valid_from
        ).update(valid_until=day_before)
        Rules.objects.create(
            code=spec.code, name=spec.name, subject=spec.subject, version=spec.version, valid_from=spec.valid_from,
            source=spec.source, items=[item.as_json() for item in spec.items],
        )  # fmt: skip
    if fresh:
        audit_write(
            actor, "rules_install", "assessment.rules", changes={"codes": [spec.code for spec in fresh]}
        )
    return len(fresh)


@transaction.atomic
def rules_save(
    *, actor: Any, area_code: str, subject: str, name: str, items: Collection[Mapping[str, Any]], valid_from: date, source: str
) -> Rules:  # fmt: skip
    """Keep a place's own rules as a new version, in force from a day on; the version before ends the day before."""
    require(actor, EDIT, area_code)
    faults = _words(name, _("名称"), 60) + _words(source, _("依据"), 200)
    if LEVELS.get(SubjectKind(subject)) != areacode.level(area_code):
        faults.append(
            _fault(_("这一级不考评它"), _("考评谁"), _("镇考评村和办公室，县考评乡镇"), "ZW-RULE-SUBJECT")
        )
    before = Rules.objects.filter(area_code=area_code, code=subject).order_by("-version").first()
    if before is not None and valid_from <= before.valid_from:
        faults.append(
            _fault(
                _("%(day)s不晚于上一版") % {"day": valid_from}, _("起用日期"),
                _("晚于%(day)s") % {"day": before.valid_from}, "ZW-RULE-DATE",
            )
        )  # fmt: skip
    specs: tuple[ItemSpec, ...] = ()
    try:
        specs = read_items(items, set(metric_defs()), subject=subject)
    except BadInput as error:
        faults += error.faults
    if faults:
        raise BadInput.of(faults, source=name[:40])
    if before is not None and before.valid_until is None:
        before.valid_until = valid_from - timedelta(days=1)
        before.save(update_fields=["valid_until"])
    row = Rules.objects.create(
        area_code=area_code, code=subject, name=name.strip(), subject=subject, version=before.version + 1 if before else 1,
        valid_from=valid_from, source=source.strip(), items=[spec.as_json() for spec in specs],
        made_by=actor if getattr(actor, "pk", None) else None,
    )  # fmt: skip
    audit_write(actor, "rules_save", row, changes={"version": row.version, "items": len(specs)})
    return row


def _fault(what: str, where: str, expected: str, code: str, do: str = "") -> Fault:
    return Fault(what, where, expected, do or _("请改正"), code)


def _words(text: str, where: str, most: int) -> list[Fault]:
    if not text.strip():
        return [_fault(_("没有写"), where, _("一句话"), "ZW-REASON", _("请写上"))]
    if len(text) > most:
        return [
            _fault(_("有%(n)d字，太长") % {"n": len(text)}, where, _("不超过%(most)d字") % {"most": most}, "ZW-REASON", _("请缩短"))
        ]  # fmt: skip
    return []


@transaction.atomic
def assessment_start(
    *, actor: Any, area_code: str, subject: str, period: Period, name: str = ""
) -> Assessment:
    """Begin to assess a place's villages, offices or towns for a period, by the rules in force at its end."""
    areacode.check(area_code)
    require(actor, EDIT, area_code)
    faults = []
    if subject not in SubjectKind.values or LEVELS[SubjectKind(subject)] != areacode.level(area_code):
        faults.append(
            _fault(_("这一级不考评它"), _("考评谁"), _("镇考评村和办公室，县考评乡镇"), "ZW-ASSESSMENT")
        )
    if period.start > clock.today():
        faults.append(
            _fault(_("这一期还没有开始"), _("期间"), _("已经开始的期间"), "ZW-ASSESSMENT", _("请改期间"))
        )
    if len(name) > 80:
        faults += _words(name, _("名称"), 80)
    rules = None if faults else rules_in_force(area_code, subject, period.end)
    if not faults and rules is None:
        faults.append(
            _fault(_("这一期没有考评办法"), _("办法"), _("期末在用的办法"), "ZW-ASSESSMENT", _("请先定办法"))
        )
    if faults or rules is None:
        raise BadInput.of(faults, source=name)
    same = Assessment.objects.filter(
        area_code=area_code, subject=subject, start=period.start, end=period.end
    ).first()
    if same is not None:
        raise Conflict(
            _("这一期的考评已经有了"),
            where=str(same),
            expected=_("一期一次"),
            do=_("请打开已有的"),
            code="ZW-ASSESSMENT-EXISTS",
        )
    row = Assessment.objects.create(
        area_code=area_code, subject=subject, start=period.start, end=period.end, rules=rules,
        name=name.strip() or f"{period.label}{rules.name}",
    )  # fmt: skip
    audit_write(actor, "assessment_start", row, changes={"rules": str(rules)})
    return row


def _subject_and_item(assessment: Assessment, subject_key: str, item_key: str) -> tuple[Subject, ItemSpec]:
    """Whom and what a form names; looked up without evaluating anything."""
    subjects = subjects_of(assessment.area_code, assessment.subject, assessment.end)
    subject = next((one for one in subjects if one.key == subject_key), None)
    item = next((one for one in assessment.rules.specs if one.key == item_key), None)
    if subject is None or item is None:
        raise NotFound(
            _("没有这个考评对象或考评项"), where=assessment.name, do=_("请从考评表进入"), code="ZW-ASSESSMENT"
        )
    return subject, item


@transaction.atomic
def judgement_give(
    assessment: Assessment, *, actor: Any, subject: str, item: str, points: Decimal, grounds: str
) -> Judgement:
    """Give points to an item that nothing counts, with grounds, signed. A later judgement takes its place; both stay readable."""
    require(actor, EDIT, assessment.area_code)
    assessment = _held(assessment)
    _still_open(assessment)
    whom, spec = _subject_and_item(assessment, subject, item)
    faults = _words(grounds, _("依据"), 300)
    if spec.kind != Kind.JUDGED:
        faults.append(
            _fault(_("这一项由数据算出"), spec.name, _("评判项"), "ZW-JUDGEMENT", _("有不同意见请提意见"))
        )
    if not 0 <= points <= spec.weight:
        faults.append(
            _fault(
                _("%(n)s分不对") % {"n": points},
                _("得分"),
                _("0到%(most)s分") % {"most": spec.weight},
                "ZW-JUDGEMENT",
            )
        )
    if faults:
        raise BadInput.of(faults, source=f"{whom.name} {spec.name}")
    if assessment.objections.filter(subject_key=subject, item=item, state=Answer.UPHELD).exists():
        raise Conflict(
            _("这一项已按采纳的意见改分"),
            where=f"{whom.name} {spec.name}",
            do=_("再有变化请提意见"),
            code="ZW-JUDGEMENT",
        )
    given = Judgement.objects.create(
        assessment=assessment, subject_key=subject, item=item, points=points, grounds=grounds.strip(), on=clock.today(),
        by=actor if getattr(actor, "pk", None) else None,
    )  # fmt: skip
    audit_write(
        actor,
        "judgement_give",
        assessment,
        reason=grounds,
        changes={"subject": subject, "item": item, "points": points},
    )
    return given


def _held(assessment: Assessment) -> Assessment:
    """The assessment as it is now, nobody else's until this is written: judging, objecting and publishing wait for each other."""
    return Assessment.objects.select_for_update(of=("self",)).select_related("rules").get(pk=assessment.pk)


def _still_open(assessment: Assessment) -> None:
    if assessment.phase != Phase.OPEN:
        raise Conflict(
            _("“%(name)s”已经公布，不能再评") % {"name": assessment.name},
            do=_("有不同意见请提意见"),
            code="ZW-ASSESSMENT-PUBLISHED",
        )


@transaction.atomic
def objection_raise(assessment: Assessment, *, actor: Any, subject: str, item: str, text: str) -> Objection:
    """A subject says what is wrong with the points of an item, before or after they are published."""
    whom, spec = _subject_and_item(assessment, subject, item)
    require_voice(actor, whom.name, whom.area_code, whom.office_id)
    assessment = _held(assessment)
    if faults := _words(text, _("考评意见"), 300):
        raise BadInput.of(faults, source=f"{whom.name} {spec.name}")
    if assessment.objections.filter(subject_key=subject, item=item, state=Answer.OPEN).exists():
        raise Conflict(
            _("这一项的意见还没有答复"),
            where=f"{whom.name} {spec.name}",
            expected=_("答复以后再提"),
            code="ZW-OBJECTION-OPEN",
        )
    made = Objection.objects.create(
        assessment=assessment, subject_key=subject, subject_name=whom.name, item=item, text=text.strip(), on=clock.today(),
        by=actor if getattr(actor, "pk", None) else None,
    )  # fmt: skip
    audit_write(actor, "objection_raise", made, also=[whom.area_code], changes={"item": item})
    return made


@transaction.atomic
def objection_answer(
    objection: Objection, *, actor: Any, uphold: bool, answer: str, points: Decimal | None = None
) -> Objection:
    """Answer an objection; upheld, the item earns other points from now on. What it does to item and total is kept."""
    require(actor, EDIT, objection.area_code)
    assessment = _held(objection.assessment)
    made: Objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if made.state != Answer.OPEN:
        raise Conflict(
            _("这条意见已经答复"), where=str(made), do=_("请刷新后再看"), code="ZW-OBJECTION-STATE"
        )
    _whom, spec = _subject_and_item(assessment, made.subject_key, made.item)
    row = board(assessment).row(made.subject_key)
    cell = row.cell(made.item) if row else None
    assert row is not None and cell is not None
    faults = _words(answer, _("答复"), 300)
    if uphold and (points is None or not 0 <= points <= most_of(spec) or points == cell.mark.points):
        faults.append(
            _fault(
                _("采纳要写改为几分"),
                _("改为"),
                _("0到%(most)s分，与现在不同") % {"most": most_of(spec)},
                "ZW-OBJECTION",
            )
        )
    if faults:
        raise BadInput.of(faults, source=str(made))
    after = total_with(row, made.item, points) if uphold and points is not None else row.now
    made.state = Answer.UPHELD if uphold else Answer.REJECTED
    made.answer, made.answered_on = answer.strip(), clock.today()
    made.answered_by = actor if getattr(actor, "pk", None) else None
    made.points_before, made.points_after = cell.mark.points, points if uphold else None
    made.total_before, made.total_after = row.now.points, after.points
    made.save()
    audit_write(
        actor,
        "objection_answer",
        made,
        reason=answer,
        changes={"points": [made.points_before, made.points_after], "state": made.state},
    )
    return made


@transaction.atomic
def assessment_publish(assessment: Assessment, *, actor: Any) -> Assessment:
    """Freeze every score with the version of the rules. Refused while something is not judged or an objection has no answer."""
    row: Assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    require(actor, PUBLISH, row.area_code)
    if row.phase != Phase.OPEN:
        raise Conflict(_("“%(name)s”已经公布") % {"name": row.name}, code="ZW-ASSESSMENT-PUBLISHED")
    found = board(row)
    faults = [
        _fault(_("还没有评"), f"{one.subject.name} {cell.item.name}", _("每个评判项都有得分和依据"), "ZW-JUDGEMENT", _("请先评"))
        for one in found.rows
        for cell in one.cells
        if cell.mark.out == Out.UNJUDGED
    ]  # fmt: skip
    names = {item.key: item.name for item in found.items}
    faults += [
        _fault(
            _("意见还没有答复"), f"{one.subject_name} {names.get(one.item, one.item)}",
            _("每条意见都有答复"), "ZW-OBJECTION", _("请先答复"),
        )
        for one in row.objections.filter(state=Answer.OPEN)
    ]  # fmt: skip
    if row.end > clock.today():
        faults.append(
            _fault(
                _("这一期还没有过完"),
                _("期间"),
                _("%(day)s以后") % {"day": row.end},
                "ZW-ASSESSMENT",
                _("请到期再公布"),
            )
        )
    if not found.rows:
        faults.append(_fault(_("没有考评对象"), _("考评谁"), _("至少一个"), "ZW-ASSESSMENT"))
    if faults:
        raise BadInput.of(faults, source=row.name)
    Frozen.objects.bulk_create(_frozen(row, one) for one in found.rows)
    row.phase, row.published_on = Phase.PUBLISHED, clock.today()
    row.published_by = actor if getattr(actor, "pk", None) else None
    row.save(update_fields=["phase", "published_on", "published_by"])
    audit_write(
        actor, "assessment_publish", row, changes={"subjects": len(found.rows), "rules": str(row.rules)}
    )
    return row


def _frozen(assessment: Assessment, row: Row) -> Frozen:
    marks = [
        {
            "key": cell.item.key, "name": cell.item.name, "weight": str(cell.item.weight), "out": cell.mark.out,
            "points": None if cell.mark.points is None else str(cell.mark.points), "shown": cell.measured.shown,
            "adjusted": cell.mark.adjusted,
        }
        for cell in row.cells
    ]  # fmt: skip
    return Frozen(
        assessment=assessment, subject_key=row.subject.key, subject_name=row.subject.name, place=row.place_now, points=row.now.points,
        base=row.now.base, full=row.now.full, bonus=row.now.bonus, marks=marks,
    )  # fmt: skip
