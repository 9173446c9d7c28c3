"""`zhenwu files` and `zhenwu papers`: files of records, and those of the papers behind filed numbers."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from zhenwu.cli.acting import acting_as, actor, ledger_named, place_named
from zhenwu.cli.reading import source
from zhenwu.kernel.errors import BadInput, Conflict, NotFound

if TYPE_CHECKING:
    from zhenwu.accounts.models import User
    from zhenwu.ledgers.files import Given
    from zhenwu.ledgers.models import Attachment, Record

#: Lines that `zhenwu papers list` prints.
MOST_LINES = 200


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    files = commands.add_parser("files", help="记录所附的文件").add_subparsers(
        dest="files", metavar="动作", required=True
    )
    for name, what, run in (
        ("list", "列出一条记录的文件", files_list),
        ("add", "给一条记录附上文件", files_add),
        ("get", "取出一个文件", files_get),
        ("withdraw", "撤回一个文件", files_withdraw),
    ):
        command = files.add_parser(name, help=what)
        command.add_argument("ledger_code", metavar="LEDGER", help="台账代码，如 petition")
        command.add_argument("record", metavar="RECORD", help="记录的编号")
        _rest(command, name, run)
    check = files.add_parser("check", help="逐个核对附上的文件；有缺失的退出码是1")
    check.set_defaults(run=files_check)
    sweep = files.add_parser("sweep", help="列出没有记录的文件；加 --apply 才删去")
    sweep.add_argument("--apply", action="store_true", help="删去")
    sweep.set_defaults(run=files_sweep)

    papers = commands.add_parser("papers", help="报数所依据的文件").add_subparsers(
        dest="papers", metavar="动作", required=True
    )
    listed = papers.add_parser("list", help="列出报数和它们的文件，新的在前")
    listed.add_argument("--area", required=True, metavar="CODE")
    listed.add_argument("--metric", default="", metavar="METRIC", help="指标代码；不写就是全部")
    acting_as(listed)
    listed.set_defaults(run=papers_list)
    for name, what, run in (
        ("add", "给一个报数附上文件", papers_add),
        ("get", "取出一个文件", papers_get),
        ("withdraw", "撤回一个文件", papers_withdraw),
    ):
        command = papers.add_parser(name, help=what)
        command.add_argument("statistic", metavar="STATISTIC", type=int, help="zhenwu papers list 里的号")
        _rest(command, name, run)


def _rest(command: argparse.ArgumentParser, name: str, run: Callable[[argparse.Namespace], int]) -> None:
    """What the command asks for besides whose file it is."""
    if name == "add":
        command.add_argument("file", metavar="FILE")
    if name in ("get", "withdraw"):
        command.add_argument("number", metavar="NUMBER", type=int, help="文件的号，列表里的第一栏")
    if name == "get":
        command.add_argument("--out", default="", metavar="PATH", help="写到哪里；不写就用原名写在当前目录")
    if name == "withdraw":
        command.add_argument("--why", required=True, metavar="TEXT", help="为什么撤回")
    acting_as(command)
    command.set_defaults(run=run)


def sent_file(name: str) -> tuple[str, bytes]:
    """Name and content of a file to attach; one that is too large is refused before it is read."""
    from zhenwu.ledgers.files import largest, too_big

    path = Path(name)
    if path.is_file() and path.stat().st_size > largest():
        raise too_big(path.name, path.stat().st_size, largest())
    data, base = source(name)
    return base, data


def kept(given: Given, out: str) -> Path:
    """Write a file where it is wanted, readable by its owner alone; Conflict rather than over another one."""
    path = Path(out) if out else Path(given.name)
    if path.is_dir():
        path /= given.name
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict(
            f"“{path}”已经有了", expected="还没有的文件名", do="请用 --out 另写一个名字", code="ZW-FILE"
        ) from None
    except OSError as error:
        raise BadInput(
            f"“{path}”写不了（{error.strerror}）", expected="可以写的目录和文件名", do="请用 --out 写明",
            code="ZW-FILE",
        ) from None  # fmt: skip
    with os.fdopen(number, "wb") as file:
        file.write(given.content)
    return path


def lines(rows: Iterable[Attachment], name: Callable[[Attachment], str]) -> int:
    """Print one line a file; how many."""
    count = 0
    for row in rows:
        withdrawn = f"已于{row.withdrawn_on}撤回：{row.withdrawn_why}" if row.withdrawn_on else ""
        who = row.created_by.name if row.created_by else ""
        print(
            f"{row.pk}\t{name(row)}\t{row.size}字节\t{row.created_at:%Y-%m-%d}\t{who}\t{withdrawn}".rstrip()
        )
        count += 1
    return count


def _record(arguments: argparse.Namespace) -> tuple[User, Record]:
    """The record with that number which the user may see; missing and out of reach are answered in the same words."""
    user = actor(arguments)
    ledger = ledger_named(arguments.ledger_code, user)
    from zhenwu.ledgers.models import Record

    rows = Record.objects.visible_to(user).filter(ledger=ledger, number=arguments.record)
    found = list(rows.select_related("ledger")[:2])
    if not found:
        raise NotFound(
            f"{ledger.name}里没有编号“{arguments.record}”", where="RECORD", expected="您能看的记录的编号",
            do="请在记录页上核对编号", code="ZW-RECORD",
        )  # fmt: skip
    if len(found) > 1:
        places = "、".join(sorted({row.area_code for row in rows}))
        raise BadInput(
            f"编号“{arguments.record}”有{rows.count()}条记录（{places}）", where="RECORD", expected="只有一条记录的编号",
            do="请在记录页上附", code="ZW-RECORD",
        )  # fmt: skip
    return user, found[0]


def files_list(arguments: argparse.Namespace) -> int:
    user, record = _record(arguments)
    from zhenwu.ledgers.files import may_open
    from zhenwu.ledgers.models import Attachment

    rows = Attachment.objects.filter(record=record).select_related("record__ledger", "created_by")
    if not lines(rows, lambda row: row.name if may_open(user, row) or not row.sealed else "（加密的文件）"):
        print("还没有附文件。")
    return 0


def files_add(arguments: argparse.Namespace) -> int:
    user, record = _record(arguments)
    from zhenwu.ledgers.files import file_add
    from zhenwu.ledgers.rights import may_write

    may_write(user, "record.write", record.area_code, record.ledger)
    name, data = sent_file(arguments.file)
    row = file_add(record, actor=user, name=name, data=data)
    print(f"已附上：{row.pk}\t{row.name}\t{row.size}字节")
    return 0


def files_get(arguments: argparse.Namespace) -> int:
    user, record = _record(arguments)
    from zhenwu.ledgers.files import file_give
    from zhenwu.ledgers.rights import file_for

    print(kept(file_give(file_for(user, record, arguments.number), actor=user), arguments.out))
    return 0


def files_withdraw(arguments: argparse.Namespace) -> int:
    user, record = _record(arguments)
    from zhenwu.ledgers.files import file_withdraw
    from zhenwu.ledgers.rights import file_for

    row = file_withdraw(file_for(user, record, arguments.number), actor=user, why=arguments.why)
    print(f"已撤回：{row.pk}")
    return 0


def papers_list(arguments: argparse.Namespace) -> int:
    user = actor(arguments)
    place = place_named(arguments.area, user)
    from django.db.models import Prefetch

    from zhenwu.figures.models import Statistic
    from zhenwu.figures.rights import may_statistic
    from zhenwu.kernel.period import Period
    from zhenwu.ledgers.models import Attachment

    may_statistic(user, "statistic.read", place)
    files = Prefetch("receipt__files", Attachment.objects.select_related("created_by"))
    rows = (
        Statistic.objects.visible_to(user)
        .in_area(place)
        .current()
        .select_related("receipt")
        .prefetch_related(files)
    )
    if arguments.metric:
        rows = rows.filter(metric_code=arguments.metric)
    total = rows.count()
    for row in rows.order_by("-end", "metric_code", "-id")[:MOST_LINES]:
        receipt = row.receipt
        print(
            f"{row.pk}\t{row.metric_code}\t{row.area_code}\t{Period(row.start, row.end).label}\t{receipt.source}\t{receipt}"
        )
        lines(receipt.files.all(), lambda file: f"  {file.name}")
    if total > MOST_LINES:
        print(f"共{total}个，只列出{MOST_LINES}个；用 --metric 只看一个指标")
    return 0


def papers_add(arguments: argparse.Namespace) -> int:
    user = actor(arguments)
    from zhenwu.figures.paper_actions import paper_add
    from zhenwu.figures.rights import may_statistic, statistic_for

    statistic = statistic_for(user, arguments.statistic)
    may_statistic(user, "statistic.file", statistic.area_code)
    name, data = sent_file(arguments.file)
    row = paper_add(statistic, actor=user, name=name, data=data)
    print(f"已附上：{row.pk}\t{row.name}\t{row.size}字节")
    return 0


def papers_get(arguments: argparse.Namespace) -> int:
    user = actor(arguments)
    from zhenwu.figures.paper_actions import paper_give
    from zhenwu.figures.rights import paper_for, statistic_for

    statistic = statistic_for(user, arguments.statistic)
    row = paper_for(user, statistic, arguments.number)
    print(kept(paper_give(statistic, actor=user, attachment=row), arguments.out))
    return 0


def papers_withdraw(arguments: argparse.Namespace) -> int:
    user = actor(arguments)
    from zhenwu.figures.paper_actions import paper_withdraw
    from zhenwu.figures.rights import paper_for, statistic_for

    statistic = statistic_for(user, arguments.statistic)
    row = paper_for(user, statistic, arguments.number)
    print(f"已撤回：{paper_withdraw(statistic, actor=user, attachment=row, why=arguments.why).pk}")
    return 0


def files_check(arguments: argparse.Namespace) -> int:
    """Every row's file is there and is what was kept."""
    import django

    django.setup()
    from zhenwu.ledgers.files import files_survey

    found = files_survey()
    for row in found.lost:
        print(f"缺失或已变：附件{row.pk} {row.media_type} {row.size}字节 {row.sha256}")
    print(f"附件{found.rows}个，缺失或已变{len(found.lost)}个，没有记录的文件{len(found.strays)}个")
    return 1 if found.lost else 0


def files_sweep(arguments: argparse.Namespace) -> int:
    """Files that no row names, older than a day."""
    import django

    django.setup()
    from zhenwu.ledgers.files import files_strays
    from zhenwu.ledgers.files import files_sweep as sweep

    if arguments.apply:
        print(f"删去{sweep(actor=None)}个没有记录的文件")
        return 0
    strays = files_strays()
    for path in strays:
        print(path)
    print(f"没有记录的文件{len(strays)}个；加 --apply 删去")
    return 0
