"""Problems that a report admits become measures of its plan, and what will count as evidence is proposed for every item."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from zhenwu.desk.plan_owners import Owners
from zhenwu.ledgers.models import Ledger
from zhenwu.plans.actions.plan import Suggestion
from zhenwu.plans.choices import ItemKind
from zhenwu.reader import Reading
from zhenwu.reader.rows import best, weigh

GROUP = "存在问题的整改"
#: A clause that only says that problems follow names none.
_ANNOUNCES = re.compile("(?:存在|面临|还有)[^，。]{0,8}(?:困难|问题|短板|不足|差距|挑战)$")
#: What shows that work without a figure was done, by the first word found in its own words.
_EVIDENCE = (
    ("项目|工程|开工|竣工|投产|建设|改造|新建|修建|硬化|铺设|安装|建成|完工", "项目台账的阶段记录、验收材料"),
    ("争取|申报|创建|评选|授牌|达标", "批复、命名文件"),
    ("制定|出台|印发|编制|方案|规划|制度|机制", "印发的文件"),
    ("培训|宣传|宣讲|演出|展演|会议|座谈|学习|活动|招聘", "通知、签到和现场记录"),
    ("检查|排查|巡查|巡河|整治|清理|执法|整改|督查", "检查和整改记录"),
    ("走访|帮办|代办|服务|接待|化解|办理|答复", "台账记录和办结回复"),
    ("签约|引进|招商|洽谈", "合同、协议"),
    ("发放|兑现|补助|救助|补贴", "发放名册、支付凭证"),
)  # fmt: skip


def measures(whole: Reading, *, year: int, owners: Owners) -> list[Suggestion]:
    """One suggestion for each problem that the report admits, owned by whose work it is; the problem's words are kept."""
    found = []
    for problem in whole.problems:
        said = re.sub(r"\s+", "", whole.text[problem.start : problem.end]).strip("，、；。,;")
        if _ANNOUNCES.search(said):
            continue
        row = best(weigh(said), {}, fallback="")
        office, leader, why = owners.suggest(row, "")
        reading: dict[str, Any] = {"rule": problem.rule, "from": "problem"}
        if why:
            reading["office"] = why
        section = whole.sections[problem.section].title if problem.section is not None else ""
        fields: dict[str, Any] = {
            "kind": ItemKind.MEASURE, "title": f"解决“{said}”的问题"[:200], "quote": whole.text[problem.start : problem.end],
            "problem": said, "start": problem.start, "end": problem.end, "section": section[:120], "work_row": row, "group": GROUP,
            "due_on": date(year, 12, 31), "reading": reading, "leader": leader,
            "owner": owners.heads.get(office.pk) if office else None, "evidence": "整改措施和前后对比的数据",
        }  # fmt: skip
        found.append(Suggestion(fields, [], office))
    return found


def propose_evidence(found: list[Suggestion], defs: dict[str, Any]) -> None:
    """Say for each suggestion that has none what will count: its figure, else what such work leaves behind."""
    ledgers = dict(Ledger.objects.values_list("code", "name"))
    for one in found:
        if not one.fields.get("evidence"):
            metrics = [defs[t["metric_code"]] for t in one.targets if t["metric_code"] in defs]
            told = [
                f"{metric.name}报数和回执"
                if metric.kind == "filed"
                else f"{ledgers.get(metric.ledger, metric.name)}台账"
                for metric in metrics
            ]
            words = one.fields["quote"]
            left = next((text for pattern, text in _EVIDENCE if re.search(pattern, words)), "")
            one.fields["evidence"] = ("、".join(dict.fromkeys(told)) or left)[:200]
