"""A fourth town with a report of its own, so that a year can be walked from its first page: people, offices, a leader, a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx

TOWN = "990101104000"
TITLE = "柳河镇2026年政府工作报告"
PARAGRAPHS = (
    TITLE,
    "（2026年1月12日在柳河镇第三届人民代表大会第五次会议上）",
    "各位代表：",
    "现在，我代表镇人民政府向大会报告工作，请予审议，并请列席的同志提出意见。",
    "一、2025年工作回顾",
    "2025年，我们在县委、县政府和镇党委的领导下，依靠全镇干部群众，较好地完成了年初确定的各项任务。",
    "（一）人居环境有了改善。全镇新建农村公路6公里，改造户厕210户，清理沟渠18公里，集镇主街路灯全部换成节能灯具。",
    "（二）民生事业有了进步。组织技能培训6期，新增城镇就业120人，新建村级养老服务站2个，送戏下乡16场。",
    "（三）社会治理更加稳定。信访事项办结率达到92%，排查化解矛盾纠纷86件，全年没有发生较大安全事故。",
    "同时，我们也清醒地看到，工作中还存在不少问题：村级污水管网还有缺口，集镇停车难的反映较多。",
    "二、2026年工作安排",
    "2026年政府工作的总体要求是：坚持稳中求进，办好群众身边的事，推动全镇经济社会发展再上台阶。",
    "主要目标是：改造户厕240户以上，信访事项办结率达到95%以上。",
    "（一）着力改善人居环境。6月底前完成柳河大桥危桥改造。实施集镇停车场项目，年底前建成停车位120个。",
    "（二）着力保障改善民生。新建村级养老服务站3个。组织技能培训8期。",
    "（三）着力加强自身建设。坚持依法行政，自觉接受人大监督，办好代表建议，把各项工作落到实处。",
    "各位代表，蓝图已经绘就，让我们在镇党委的领导下，为完成今年的各项任务而努力奋斗！",
)
_STAFF = f"""
import django; django.setup()
from django.contrib.auth.hashers import make_password
from zhenwu.accounts.actions import grant_give, office_create, person_create, user_create
from zhenwu.accounts.models import User
from zhenwu.areas.actions import AreaSpec, area_install
from zhenwu.areas.models import Area
if not User.objects.filter(username="lclerk").exists():
    area_install([AreaSpec("{TOWN}", "柳河镇", 9), AreaSpec("990101104201", "柳河村", 0, 300, 900)], actor=None)
    town, secret = Area.objects.get(code="{TOWN}"), make_password("qingxi-demo")
    def staff(username, name, role, duty, **fields):
        person = person_create(actor=None, area=town, name=name, duty=duty, **fields)
        user = user_create(actor=None, username=username, password=secret, name=name, hashed=True, person=person)
        grant_give(user, actor=None, role=role, area=town)
    staff("lmayor", "林岚", "leader", "镇长", is_leader=True)
    for order, (code, name, head, username, role) in enumerate([
        ("dangzheng", "党政办", "方圆", "lclerk", "clerk"), ("jianshe", "建设办", "石磊", "lbuild", "department"),
        ("minzheng", "民政办", "安宁", "lcare", "department"),
    ]):
        office = office_create(actor=None, area=town, code=code, name=name, work_rows=[], order=order)
        staff(username, head, role, "主任", office=office, order=order)
"""


def staffed(site: Any, folder: Path) -> Path:
    """Give the town its people, once a site; returns the town's report as a Word file."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {
        "ZHENWU_HOME": str(site.home),
        "ZHENWU_TODAY": "2026-10-16",
        "DJANGO_SETTINGS_MODULE": "zhenwu.config.settings",
    }
    subprocess.run([sys.executable, "-c", _STAFF], env=environment, check=True)
    document = docx.Document()
    for words in PARAGRAPHS:
        document.add_paragraph(words)
    path = folder / f"{TITLE}.docx"
    document.save(str(path))
    return path
