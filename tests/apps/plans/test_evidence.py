"""Files as evidence: kept with a reply or an answer, opened by who reads it, sealed and traced where they tell of persons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.apps.ledgers.papers import paper as pdf
from tests.apps.ledgers.papers import picture

from zhenwu.audit.models import AuditRow
from zhenwu.kernel.errors import BadInput, NotFound, Refused
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.files import keeping
from zhenwu.ledgers.models import Attachment, Ledger
from zhenwu.meetings.actions import Decision, commitment_answer, commitment_paper, meeting_hold
from zhenwu.plans.actions import (
    Paper,
    opens_paper,
    supervision_close,
    supervision_issue,
    supervision_paper,
    supervision_reply,
)
from zhenwu.plans.models import Item, Plan, Supervision
from zhenwu.plans.papers import notice_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def notice(plan: Plan, cast: Any) -> Supervision:
    item = Item.objects.select_related("plan").get(plan=plan, quote__contains="户厕改造300户")
    return supervision_issue(actor=cast.leader, item=item, requirement="说明三村开工不足的原因。")


def _file(notice: Supervision) -> Attachment:
    step = notice.steps.select_related("attachment").latest("number")
    assert step.attachment is not None
    return step.attachment


def test_a_reply_brings_a_file_that_the_town_opens(notice: Supervision, cast: Any) -> None:
    supervision_reply(notice, actor=cast.farming, reply="清单附后。", paper=Paper("开工清单.pdf", pdf()))
    file = _file(notice)
    assert (file.name, file.sealed, file.area_code, file.record_id) == (
        "开工清单.pdf",
        False,
        notice.area_code,
        None,
    )
    for who in (cast.leader, cast.farming, cast.cadre, cast.petitions):
        assert supervision_paper(notice, actor=who, attachment=file).content == pdf()
    assert not AuditRow.objects.filter(action="supervision_paper").exists()
    told = [table for block in notice_document(notice).blocks for table in getattr(block, "rows", ())]
    assert any("（凭据：开工清单.pdf）" in cell for row in told for cell in row)


def test_a_file_about_persons_is_sealed_and_leaves_a_trace(notice: Supervision, cast: Any) -> None:
    supervision_reply(
        notice, actor=cast.farming, reply="名单附后。", paper=Paper("名单.pdf", pdf(), personal=True)
    )
    file = _file(notice)
    kept = keeping.path_of(file.sha256, True)
    assert file.sealed and pdf()[:40] not in kept.read_bytes()
    assert supervision_paper(notice, actor=cast.leader, attachment=file).sealed
    assert supervision_paper(notice, actor=cast.farming, attachment=file).content == pdf()
    for who in (cast.cadre, cast.petitions, cast.auditor):
        assert not opens_paper(who, notice, file)
        with pytest.raises(Refused):
            supervision_paper(notice, actor=who, attachment=file)
    traces = AuditRow.objects.filter(action="supervision_paper")
    assert [row.actor for row in traces.order_by("id")] == [cast.leader, cast.farming]
    words = [
        cell for block in notice_document(notice).blocks for row in getattr(block, "rows", ()) for cell in row
    ]
    assert not any("名单.pdf" in cell for cell in words)


def test_beside_a_guarded_ledger_every_file_is_sealed(notice: Supervision, cast: Any, town: Any) -> None:
    values = {
        "area_code": town.village, "number": "2026-801", "title": "反映水渠堵塞", "occurred_on": date(2026, 9, 3), "channel": "来访",
        "persons": 2,
    }  # fmt: skip
    record = record_create(Ledger.objects.get(code="petition"), actor=cast.clerk, values=values)
    about = supervision_issue(
        actor=cast.leader, record=record, office=cast.petitions.office, requirement="限期答复来访人。"
    )
    supervision_reply(about, actor=cast.petitions, reply="已答复。", paper=Paper("答复书.pdf", pdf()))
    assert _file(about).sealed
    supervision_reply(
        notice, actor=cast.farming, reply="见来访记录。", record=record, paper=Paper("照片.png", picture())
    )
    assert _file(notice).sealed


def test_an_unfit_file_is_refused_and_nothing_is_kept(notice: Supervision, cast: Any) -> None:
    for sent in (
        Paper("表.pdf", b"MZ\x90\x00" + bytes(99)),
        Paper("空.pdf", b""),
        Paper("../名单.pdf", pdf()),
    ):
        with pytest.raises(BadInput):
            supervision_reply(notice, actor=cast.farming, reply="附后。", paper=sent)
    with pytest.raises(BadInput, match="没有写回复"):
        supervision_reply(notice, actor=cast.farming, reply=" ", paper=Paper("表.pdf", pdf()))
    assert notice.steps.count() == 1 and not Attachment.objects.exists()
    assert not list(keeping.root().glob("??/*"))


def test_the_same_file_again_is_one_and_another_notice_s_is_not_there(
    notice: Supervision, plan: Plan, cast: Any
) -> None:
    supervision_reply(notice, actor=cast.farming, reply="附后。", paper=Paper("表.pdf", pdf()))
    supervision_close(notice, actor=cast.leader, accept=False, why="写明日期")
    supervision_reply(notice, actor=cast.farming, reply="已写明。", paper=Paper("表.pdf", pdf()))
    assert Attachment.objects.count() == 1
    other = supervision_issue(
        actor=cast.leader, finding="台账有空行", office=cast.petitions.office, requirement="补齐。"
    )
    with pytest.raises(NotFound):
        supervision_paper(other, actor=cast.leader, attachment=_file(notice))


def test_an_answer_to_a_commitment_brings_a_file(town: Any, cast: Any) -> None:
    meeting = meeting_hold(
        actor=cast.clerk, area_code=town.code, kind="weekly", on=date(2026, 10, 12),
        decisions=[Decision("排出到户工期", cast.farming.office, date(2026, 10, 20))],
    )  # fmt: skip
    row = meeting.commitments.get()
    with pytest.raises(BadInput):
        commitment_answer(row, actor=cast.farming, text="附后", paper=Paper("工期.pdf", b"no pdf"))
    assert not row.answers.exists()
    plain = commitment_answer(row, actor=cast.farming, text="附后", paper=Paper("工期.pdf", pdf()))
    assert commitment_paper(row, actor=cast.cadre, attachment=plain.attachment).content == pdf()
    shut = commitment_answer(
        row, actor=cast.farming, text="到户名单附后", paper=Paper("名单.pdf", pdf(), personal=True)
    )
    assert shut.attachment.sealed and shut.attachment != plain.attachment
    assert commitment_paper(row, actor=cast.clerk, attachment=shut.attachment).content == pdf()
    with pytest.raises(Refused):
        commitment_paper(row, actor=cast.cadre, attachment=shut.attachment)
    assert AuditRow.objects.filter(action="commitment_paper").count() == 1
