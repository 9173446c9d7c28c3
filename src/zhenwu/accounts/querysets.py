"""Lookups shared by offices and people."""

from __future__ import annotations

from zhenwu.accounts.models import User
from zhenwu.kernel.errors import NotFound


def user_named(username: str) -> User:
    """The active user of this name (the CLI's --as), else NotFound."""
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise NotFound(
            f"没有用户“{username}”",
            expected="一个可以登录的用户名",
            do="用 zhenwu users 列出用户名",
            code="ZW-USER",
        ) from None
