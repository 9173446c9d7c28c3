"""`zhenwu serve`, `zhenwu demo`, `zhenwu init` and Django's own commands."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from zhenwu.cli.background import Background

#: Seconds between two looks at the worker for background work.
LOOK_EVERY = 1.0


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="启动服务")
    _address(serve)
    serve.set_defaults(run=run_serve)
    demo = commands.add_parser("demo", help="装入演示乡镇并启动服务；已有数据就保留")
    _address(demo)
    demo.add_argument("--no-serve", action="store_true", help="只装数据，不启动")
    demo.set_defaults(run=run_demo)
    init = commands.add_parser("init", help="建库：建表，装入标准台账和指标")
    init.set_defaults(run=run_init)
    tell = commands.add_parser(
        "tell", help="把今天该说的放进各镇群机器人的待发，一件事只发一次；由定时任务隔几分钟叫一次"
    )
    tell.set_defaults(run=run_tell)
    manage = commands.add_parser("manage", help="Django 的管理命令", add_help=False)
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(run=run_manage)


def _address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    command.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    command.add_argument("--workers", type=int, default=2, help="服务进程数")


def _prepare() -> None:
    """Tables up to date and static files gathered; quick when nothing changed."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)


def run_init(arguments: argparse.Namespace) -> int:
    _prepare()
    from zhenwu import catalog
    from zhenwu.assessment.actions import rules_install
    from zhenwu.figures.actions import metric_install
    from zhenwu.ledgers.actions import ledger_install

    ledger_install(catalog.ledgers(), actor=None)
    metric_install(catalog.metrics(), actor=None)
    rules_install(catalog.assessment_rules(), actor=None)
    print("数据库已建好，标准台账和指标已装入。")
    return 0


def run_demo(arguments: argparse.Namespace) -> int:
    start = time.monotonic()
    _prepare()
    from django.conf import settings

    from zhenwu.accounts.models import User
    from zhenwu.demo import people
    from zhenwu.demo.load import load

    if User.objects.exists():
        print(f"演示数据已在，照旧使用。要从头来，先删去 {settings.HOME}")
    else:
        print("正在装入演示乡镇……")
        load(settings.HOME / "demo", say=lambda line: print(f"  {line}", flush=True))
        print(f"  用时{time.monotonic() - start:.0f}秒")
    if arguments.no_serve:
        return 0
    print(f"\n打开  http://{arguments.host}:{arguments.port}/\n\n演示用户(密码都是 {people.PASSWORD}):")
    for username, what in (
        ("zhou", "周敏，党政办文员：报告、计划、全镇台账"),
        ("zheng", "郑丽，镇长"),
        ("chen", "陈立，信访办"),
        ("he", "何志强，农业农村办"),
        ("song", "宋伟，应急办"),
        ("liu", "刘春生，石桥村干部：只见本村"),
        ("grid1", "石桥村第1网格网格员"),
        ("bai", "白洁，白石镇党政办：还没有计划的镇"),
        ("gao", "高远，县督查室"),
        ("shen", "沈静，县审计局"),
    ):
        print(f"  {username:<8}{what}")
    print(f"\n待导入的表格和报告在 {settings.HOME / 'demo'}\n按 Ctrl+C 停止", flush=True)
    return _serve(arguments)


def run_tell(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhenwu.desk.telling import town_tell
    from zhenwu.telling.actions import messages_settle
    from zhenwu.telling.models import Robot

    lost = messages_settle(actor=None)
    towns = (
        Robot.objects.filter(active=True).order_by("area_code").values_list("area_code", flat=True).distinct()
    )
    new = sum(town_tell(town, actor=None) for town in towns)
    print(f"新放入{new}条通知" + (f"，{lost}条发的中途停了，不再发" if lost else ""))
    return 0


def run_serve(arguments: argparse.Namespace) -> int:
    _prepare()
    print(f"http://{arguments.host}:{arguments.port}/", flush=True)
    return _serve(arguments)


def _serve(arguments: argparse.Namespace) -> int:
    """Gunicorn in front, one worker for background work beside it; both end with this process, however it is asked to."""
    bin_dir = Path(sys.executable).parent
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "zhenwu.config.settings"}
    server = subprocess.Popen(
        [
            str(bin_dir / "gunicorn"),
            "zhenwu.config.wsgi",
            "--bind", f"{arguments.host}:{arguments.port}",
            "--workers", str(arguments.workers),
            "--threads", "4",
            "--preload",
            "--timeout", "120",
            "--graceful-timeout", "5",
            "--log-level", "warning",
        ],
        env=environment,
    )  # fmt: skip
    work = Background(environment)
    signal.signal(signal.SIGTERM, _stop)
    try:
        work.start()
        while True:
            try:
                return server.wait(LOOK_EVERY)
            except subprocess.TimeoutExpired:
                work.look()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        work.stop()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _stop(number: int, frame: object) -> None:
    """A service manager's request to end is taken like Ctrl+C."""
    raise KeyboardInterrupt


def run_manage(arguments: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zhenwu manage", *arguments.rest])
    return 0
