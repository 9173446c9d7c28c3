"""Reads permissions.txt and knows an example of everything that an address needs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver
from tests.apps.ledgers.papers import picture

TABLE = Path(__file__).with_name("permissions.txt")
#: Column of the table → sign-in of the fictional township; nobody for a visitor.
WHO = {
    "anonymous": "",
    "clerk": "zhou",
    "leader": "zheng",
    "department": "chen",
    "village": "liu",
    "grid": "grid1",
    "auditor": "shen",
    "other": "bai",
}
PASSWORD = "matrix-of-rights"


class Row(NamedTuple):
    """One line of the table: what each of WHO gets."""

    name: str
    method: str
    statuses: dict[str, int]


def rows() -> list[Row]:
    """The table, line by line."""
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, method, *statuses = line.split()
            found.append(Row(name, method, dict(zip(WHO, map(int, statuses), strict=True))))
    return found


def names(patterns: Any = None, space: str = "") -> Iterator[str]:
    """The name of every address of the product."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{space}{pattern.name}"


def examples(demo: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """What the addresses ask for, by the beginning of their names; everything belongs to the main town."""
    from zhenwu.assessment.models import Assessment
    from zhenwu.desk.drafting import draft_start
    from zhenwu.figures.models import Statistic
    from zhenwu.figures.paper_actions import paper_add
    from zhenwu.ledgers.files import file_add
    from zhenwu.ledgers.imports.actions import import_stage
    from zhenwu.ledgers.models import Ledger, Record
    from zhenwu.livelihood.models import Project
    from zhenwu.meetings.actions import commitment_answer
    from zhenwu.meetings.models import Meeting
    from zhenwu.plans.actions import Paper, supervision_issue, supervision_reply
    from zhenwu.plans.models import Change, Confirmation, Milestone, Supervision
    from zhenwu.reports.editions.actions import edition_prepare
    from zhenwu.reports.models import Edition, Report
    from zhenwu.telling.actions import robot_set

    clerk = demo.users["zhou"]
    robot = robot_set(
        actor=clerk, area_code=demo.code, kind="wecom", name="镇工作群", url="https://qyapi.weixin.qq.com/x"
    )
    meeting = Meeting.objects.filter(area_code=demo.code).first()
    petition = Ledger.objects.get(code="petition")
    record = Record.objects.filter(ledger=petition, area_code__startswith=demo.village).latest("id")
    table = "编号,登记日期,村,渠道,事项,人数\n,2026-09-03,石桥村,来访,反映水渠堵塞,2\n".encode()
    batch = import_stage(petition, actor=clerk, area_code=demo.code, name="信访.csv", data=table)
    notice = Supervision.objects.filter(item__plan=demo.plan).first()
    stone = Milestone.objects.filter(item__plan=demo.plan).first()
    item = stone.item if stone else demo.plan.items.first()
    report = Report.objects.filter(area_code=demo.code).latest("id")
    draft = draft_start(report, actor=clerk, year=demo.year)
    shown = draft.versions.latest("number")
    key = report.versions.latest("number").figures.filter(metric_code="").first().key
    claim = shown.assertions.first()
    project = Project.objects.select_related("line").filter(town_code=demo.code).first()
    assert project, "the demonstration has no livelihood project"
    assessment = Assessment.objects.get(area_code=demo.code)
    in_ledger = {"code": "petition", "pk": record.pk}
    filed = Statistic.objects.filter(area_code=demo.code).latest("id")
    issue = edition_prepare(actor=clerk, area_code=demo.code, year=demo.year, month=9)
    public = Edition.objects.published().get(area_code=demo.code)
    address = {"area": demo.code, "year": public.year, "number": public.number}
    file = file_add(record, actor=clerk, name="现场.png", data=picture())
    sent = Paper("现场.png", picture())
    asked = supervision_issue(
        actor=demo.users["zheng"],
        office=demo.users["chen"].office,
        finding="台账有空行",
        requirement="补齐。",
    )
    supervision_reply(asked, actor=demo.users["chen"], reply="已补齐。", paper=sent)
    promised = meeting.commitments.first()
    said = commitment_answer(promised, actor=clerk, text="已办", paper=sent)
    paper = paper_add(filed, actor=clerk, name="月报.png", data=picture())
    return {
        "api:records": {"code": "petition"},
        "api:record-files": in_ledger,
        "api:record-file": {**in_ledger, "number": file.pk},
        "api:papers": {"pk": filed.pk},
        "api:paper": {"pk": filed.pk, "number": paper.pk},
        "web:plan-review-": {"pk": demo.plan.pk, "item": item.pk},
        "web:plan-review-many": {"pk": demo.plan.pk},
        "web:plan-item": {"pk": item.pk},
        "web:plan-milestone": {"pk": item.pk, "stone": stone.pk if stone else 1},
        "web:plan-supervision": {"pk": notice.pk if notice else 1},
        "web:plan-supervision-file": {"pk": asked.pk, "number": asked.steps.latest("number").attachment_id},
        "web:told-robot-stop": {"pk": robot.pk},
        "web:calendar-feed": {"token": "nobody-s"},
        "web:meeting": {"pk": meeting.pk},
        "web:meeting-list": {},
        "web:meeting-new": {},
        "web:meeting-rhythms": {},
        "web:meeting-pack": {},
        "web:meeting-answer": {"pk": promised.pk},
        "web:meeting-answer-file": {"pk": promised.pk, "number": said.attachment_id},
        "web:plan-": {"pk": demo.plan.pk},
        "web:plan-objection-rule": {
            "pk": Confirmation.objects.filter(item__plan=demo.plan, state="objected").latest("id").pk
        },
        "web:plan-change-decide": {
            "pk": Change.objects.filter(plan=demo.plan, state="asked").latest("id").pk
        },
        "web:plan-answers-file": {"pk": demo.plan.pk, "kind": "docx"},
        "web:plan-notice-docx": {"pk": demo.plan.pk, "office": item.lead_office_id},
        "web:plan-import": {},
        "web:livelihood-proposal": {"pk": project.line.proposal_id},
        "web:livelihood-proposals": {},
        "web:livelihood-ballot": {"pk": project.line.ballot_id},
        "web:livelihood-ballots": {},
        "web:livelihood-ballot-new": {},
        "web:livelihood-take": {"pk": project.line_id},
        "web:livelihood-project": {"pk": project.pk},
        "web:livelihood-public": {"pk": project.pk},
        "web:assessment": {},
        "web:assessment-new": {},
        "web:assessment-rules": {},
        "web:assessment-rule": {"pk": assessment.rules_id},
        "web:assessment-board": {"pk": assessment.pk},
        "web:assessment-export": {"pk": assessment.pk},
        "web:assessment-subject": {"pk": assessment.pk, "key": demo.village},
        "web:ledger": {"code": "petition"},
        "web:ledger-list": {},
        "web:record": in_ledger,
        "web:record-unmeasure": {**in_ledger, "number": 1},
        "web:record-new": {},
        "web:record-add": {"code": "petition"},
        "web:import": {"code": "petition", "pk": batch.pk},
        "web:import-new": {"code": "petition"},
        "web:import-sample": {"code": "petition"},
        "web:record-file": {**in_ledger, "number": file.pk},
        "web:record-file-add": in_ledger,
        "web:statistic-": {"pk": filed.pk},
        "web:statistic-list": {},
        "web:statistic-new": {},
        "web:statistic-file": {"pk": filed.pk, "number": paper.pk},
        "web:statistic-file-add": {"pk": filed.pk},
        "web:figure": {"code": "petition.received"},
        "web:figure-list": {},
        "web:reading": {"pk": report.pk},
        "web:reading-export": {"pk": report.pk, "kind": "jsonl"},
        "web:report-": {"pk": report.pk},
        "web:report-list": {},
        "web:report-link": {"pk": report.pk, "key": key},
        "web:report-links": {"pk": report.pk},
        "web:report-evidence": {"pk": report.pk, "key": key},
        "web:draft": {"pk": draft.pk},
        "web:draft-start": {"pk": report.pk},
        "web:draft-number": {"pk": draft.pk, "key": shown.figures.filter(metric_code="").first().key},
        "web:draft-claim": {"pk": draft.pk, "claim": claim.pk if claim else 1},
        "web:draft-claims": {"pk": draft.pk},
        "web:public": {},
        "web:public-town": {"area": demo.code},
        "web:public-edition": address,
        "web:public-report": {**address, "order": 0},
        "web:edition": {"pk": issue.pk},
        "web:editions": {},
        "web:edition-prepare": {},
        "web:edition-withdraw": {"pk": public.pk},
        "web:settings-person": {"pk": demo.users["liu"].pk},
        "web:settings-ledger": {"code": "petition"},
        "web:settings-ledgers": {},
        "web:settings-people": {},
    }


def others(demo: SimpleNamespace) -> dict[str, list[dict[str, Any]]]:
    """More examples by address: things that wait for one press of a button, and pages that look otherwise."""
    from zhenwu.ledgers.imports.actions import import_stage
    from zhenwu.ledgers.models import Ledger
    from zhenwu.plans.models import Supervision
    from zhenwu.reports.models import Report

    petition = Ledger.objects.get(code="petition")
    table = "编号,登记日期,村,渠道,事项,人数\n2026-9001,2026-09-03,石桥村,来访,反映水渠堵塞,2\n".encode()
    sound = import_stage(
        petition, actor=demo.users["zhou"], area_code=demo.code, name="信访2.csv", data=table
    )
    assert not sound.faults
    report = Report.objects.filter(area_code=demo.code, based_on=None).latest("id")
    draft = Report.objects.filter(area_code=demo.code, based_on=report).latest("id")
    suggested = report.versions.latest("number").figures.filter(link="suggested")
    wrong = draft.versions.latest("number").figures.filter(verdict="differs").exclude(computed_text="")
    claims = draft.versions.latest("number").assertions.filter(handling="open")
    notices = Supervision.objects.filter(area_code=demo.code)
    assert suggested, "no number waits for its link"
    return {
        "web:report-link": [{"pk": report.pk, "key": suggested[0].key}],
        "web:draft-number": [{"pk": draft.pk, "key": figure.key} for figure in wrong[:1]],
        "web:draft-claim": [{"pk": draft.pk, "claim": claim.pk} for claim in claims[:3]],
        "web:plan-supervision": [{"pk": notice.pk} for notice in notices],
        "web:figure": [{"code": "revenue.local"}],
        "web:figure-evidence": [{"code": "revenue.local"}],
        "web:import": [{"code": "petition", "pk": sound.pk}],
        "web:import-columns": [{"code": "petition", "pk": sound.pk}],
    }


def needs(name: str, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What an address asks for: the example whose name is the longest beginning of the address's own."""
    fitting = [start for start in known if name.startswith(start)]
    return known[max(fitting, key=len)] if fitting else {}
