"""What commands on the database share: whose rights they use, the area and the ledger that they name."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from zhenwu.kernel.areacode import check as check_area
from zhenwu.kernel.errors import NotFound, all_at_once
from zhenwu.kernel.period import check_year

if TYPE_CHECKING:
    from zhenwu.accounts.models import User
    from zhenwu.ledgers.models import Ledger


def acting_as(command: argparse.ArgumentParser) -> None:
    """Let the command ask --as whom."""
    command.add_argument("--as", dest="user", required=True, metavar="USER", help="以谁的权限")


def actor(arguments: argparse.Namespace) -> User:
    """The user whose rights the command uses; NotFound when there is none."""
    import django

    django.setup()
    from zhenwu.accounts.querysets import user_named

    return user_named(arguments.user)


def year_and_area(arguments: argparse.Namespace) -> None:
    """Both are looked at before either is refused."""
    all_at_once({"--year": lambda: check_year(arguments.year), "--area": lambda: check_area(arguments.area)})


def place_named(code: str, user: User) -> str:
    """The area asked for, when the user's grants reach it; the same words whether it is missing or out of reach."""
    from zhenwu.areas.models import Area

    code = check_area(code)
    if not Area.objects.filter(code=code).exists() or not user.scope.reaches_area(code):
        raise NotFound(
            f"没有区域{code},或不在您的范围内",
            where="--area",
            expected="您范围内的区划代码",
            do="用 zhenwu users 看范围",
            code="ZW-AREA",
        )
    return code


def ledger_named(code: str, user: User) -> Ledger:
    """The ledger that the user may open."""
    from zhenwu.ledgers.models import Ledger

    ledger = Ledger.objects.visible_to(user).filter(code=code).first()
    if ledger is None:
        raise NotFound(
            f"没有台账“{code}”", where="LEDGER", expected="您能打开的台账的代码", do="代码在台账页的网址里，如 petition",
            code="ZW-LEDGER",
        )  # fmt: skip
    return ledger
