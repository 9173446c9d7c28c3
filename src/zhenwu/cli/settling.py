"""`zhenwu areas`, `zhenwu offices`, `zhenwu users`: what an installation has to know before anybody can sign in.

These speak for the machine, not for a user: whoever may run them holds the database anyway. Each leaves its audit row.
"""

from __future__ import annotations

import argparse
import csv
import getpass
import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zhenwu.kernel.areacode import check as check_area
from zhenwu.kernel.errors import BadInput, Fault, NotFound

if TYPE_CHECKING:
    from zhenwu.areas.actions import AreaSpec
    from zhenwu.areas.models import Area


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    areas = commands.add_parser("areas", help="装入区域名录：省、市、县、乡镇、村、网格")
    areas.add_argument("file", metavar="FILE.csv", help="两列：代码，名称；可再有户数、人口")
    areas.set_defaults(run=areas_install)
    offices = commands.add_parser("offices", help="装入一个乡镇的办公室")
    offices.add_argument(
        "file", metavar="FILE.csv", help="两列：代号，名称；可再有“工作”，如 A1、B4，用顿号分开"
    )
    offices.add_argument("--area", required=True, metavar="CODE", help="乡镇的12位区划代码")
    offices.set_defaults(run=offices_install)
    users = commands.add_parser("users", help="列出用户和他们的权限；add 新增一个")
    users.set_defaults(run=users_list)
    adding = users.add_subparsers(dest="users", metavar="动作").add_parser(
        "add", help="新增一个用户并授一个角色；密码从终端问，或从标准输入读一行"
    )
    adding.add_argument("username", metavar="USERNAME")
    adding.add_argument("--name", required=True, metavar="NAME", help="姓名")
    adding.add_argument("--area", required=True, metavar="CODE", help="在哪里")
    adding.add_argument(
        "--role", required=True, metavar="ROLE", help="leader、clerk、department、village、grid或auditor"
    )
    adding.add_argument("--office", default="", metavar="OFFICE", help="办公室的代号")
    adding.set_defaults(run=users_add)


def _rows(file: str, wanted: tuple[str, ...]) -> list[dict[str, str]]:
    """The lines of a CSV file by their heads; BadInput names every head that is missing and every line that lacks one."""
    path = Path(file)
    if not path.is_file():
        raise NotFound(f"没有文件“{file}”", expected="一个可以读的CSV文件", do="请核对路径", code="ZW-FILE")
    from zhenwu.reader.inputs.plain import decode

    table = csv.DictReader(io.StringIO(decode(path.read_bytes())))
    missing = [head for head in wanted if head not in (table.fieldnames or ())]
    if missing:
        raise BadInput.of(
            [
                Fault(f"没有“{head}”这一列", "第1行", "、".join(wanted), "请补上表头", "ZW-HEADS")
                for head in missing
            ],
            source=path.name,
        )
    rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in table]
    faults = [
        Fault(f"没有写{head}", f"第{number}行", head, "请补上", "ZW-REQUIRED")
        for number, row in enumerate(rows, start=2)
        for head in wanted
        if not row[head]
    ]
    if faults:
        raise BadInput.of(faults, source=path.name)
    return rows


def areas_install(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhenwu.areas.actions import area_install

    rows = _rows(arguments.file, ("代码", "名称"))
    faults: list[Fault] = []
    specs = [_spec(row, number, faults) for number, row in enumerate(rows, start=2)]
    if faults:
        raise BadInput.of(faults, source=Path(arguments.file).name)
    print(f"名录{len(specs)}处，新增{area_install(specs, actor=None)}处。")
    return 0


def _spec(row: dict[str, str], number: int, faults: list[Fault]) -> AreaSpec:
    """A line as a place; what is wrong with it goes to the faults of the whole list."""
    from zhenwu.areas.actions import AreaSpec

    try:
        check_area(row["代码"])
    except BadInput as error:
        faults += [replace(fault, where=f"第{number}行") for fault in error.faults]
    counts: dict[str, int | None] = {"户数": None, "人口": None}
    for key in counts:
        value = row.get(key, "")
        if value.isascii() and value.isdecimal():
            counts[key] = int(value)
        elif value:
            what = f"{key}“{value}”不是整数"
            faults.append(Fault(what, f"第{number}行", "整数，或空着", "请改正", "ZW-NUMBER"))
    return AreaSpec(row["代码"], row["名称"], number, counts["户数"], counts["人口"])


def offices_install(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import transaction

    from zhenwu.accounts.actions import office_create
    from zhenwu.accounts.models import Office

    area = _area(arguments.area)
    rows = _rows(arguments.file, ("代号", "名称"))
    known = set(Office.objects.filter(area=area).values_list("code", flat=True))
    fresh = [row for row in rows if row["代号"] not in known]
    with transaction.atomic():
        for order, row in enumerate(fresh, start=len(known)):
            work = [one.strip() for one in row.get("工作", "").split("、") if one.strip()]
            office_create(
                actor=None, area=area, code=row["代号"], name=row["名称"], work_rows=work, order=order
            )
    print(f"{area.name}：办公室{len(rows)}个，新增{len(fresh)}个。")
    return 0


def _area(code: str) -> Area:
    from zhenwu.areas.models import Area

    area = Area.objects.filter(code=check_area(code)).first()
    if area is None:
        raise NotFound(
            f"没有区域{code}",
            where="--area",
            expected="名录里的区划代码",
            do="请先用 zhenwu areas 装入名录",
            code="ZW-AREA",
        )
    return area


def users_list(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhenwu.accounts.models import User

    for user in User.objects.prefetch_related("grants__area"):
        grants = "、".join(f"{g.get_role_display()}·{g.area.name}" for g in user.grants.all()) or "没有授权"
        print(f"{user.username}\t{user.name}\t{grants}")
    return 0


def users_add(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.db import transaction

    from zhenwu.accounts.actions import grant_give, user_create
    from zhenwu.accounts.models import Office

    area = _area(arguments.area)
    office = None
    if arguments.office:
        office = Office.objects.filter(area=area, code=arguments.office).first()
        if office is None:
            raise NotFound(
                f"{area.name}没有办公室“{arguments.office}”", where="--office", expected="办公室的代号",
                do="请先用 zhenwu offices 装入", code="ZW-OFFICE",
            )  # fmt: skip
    password = getpass.getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with transaction.atomic():
        user = user_create(
            actor=None, username=arguments.username, password=password, name=arguments.name, office=office
        )
        grant = grant_give(user, actor=None, role=arguments.role, area=area)
    print(f"{user.username}　{user.name}　{grant.get_role_display()}·{area.name}")
    return 0
