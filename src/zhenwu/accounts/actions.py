"""Writes about people: offices, persons, users, grants."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhenwu.accounts.models import Grant, Office, Person, User
from zhenwu.areas.models import Area
from zhenwu.audit.actions import audit_write
from zhenwu.kernel.errors import BadInput, Conflict, Fault


@transaction.atomic
def office_create(
    *, actor: Any, area: Area, code: str, name: str, work_rows: list[str] | None = None, external: bool = False,
    order: int = 0,
) -> Office:  # fmt: skip
    """Add an office to an area."""
    office = Office.objects.create(
        area=area, code=code, name=name, work_rows=work_rows or [], external=external, order=order
    )
    audit_write(actor, "office_create", office)
    return office


@transaction.atomic
def person_create(
    *, actor: Any, area: Area, name: str, duty: str = "", office: Office | None = None, is_leader: bool = False,
    order: int = 0,
) -> Person:  # fmt: skip
    """Add somebody who holds a post."""
    person = Person.objects.create(
        area=area, name=name, duty=duty, office=office, is_leader=is_leader, order=order
    )
    audit_write(actor, "person_create", person)
    return person


@transaction.atomic
def user_create(
    *, actor: Any, username: str, password: str, name: str, person: Person | None = None, office: Office | None = None,
    is_staff: bool = False, hashed: bool = False,
) -> User:  # fmt: skip
    """Add a sign-in; weak passwords are refused. `hashed`: the password comes as a hash already (demonstration, migration)."""
    if not hashed:
        try:
            validate_password(password)
        except ValidationError as error:
            raise BadInput.of(
                [
                    Fault(text, "密码", "至少8位，不是常见密码", "换一个密码", "ZW-PASSWORD")
                    for text in error.messages
                ]
            ) from None
    if User.objects.filter(username=username).exists():
        raise BadInput(f"用户名“{username}”已有人用", where="用户名", do="换一个用户名", code="ZW-USERNAME")
    user = User(
        username=username,
        name=name,
        person=person,
        office=office or (person.office if person else None),
        is_staff=is_staff,
    )
    if hashed:
        user.password = password
    else:
        user.set_password(password)
    user.save()
    audit_write(actor, "user_create", user)
    return user


@transaction.atomic
def grant_give(
    user: User, *, actor: Any, role: str, area: Area, ledgers: list[str] | None = None,
    valid_from: date | None = None, valid_until: date | None = None,
) -> Grant:  # fmt: skip
    """Give a role for an area, optionally for some ledgers only."""
    if role not in Grant.Role.values:
        raise BadInput(
            f"没有角色“{role}”",
            where="角色",
            expected="、".join(str(r.label) for r in Grant.Role),
            code="ZW-ROLE",
        )
    if Grant.objects.filter(user=user, role=role, area=area).exists():
        raise Conflict(
            f"{user}在{area}已是{Grant.Role(role).label}", where="授权", expected="一人一地一个角色一次",
            do="要改台账范围，请先收回再授", code="ZW-GRANT-TWICE",
        )  # fmt: skip
    grant = Grant.objects.create(
        user=user, role=role, area=area, ledgers=ledgers or [], valid_from=valid_from, valid_until=valid_until
    )
    user.__dict__.pop("scope", None)
    audit_write(
        actor, "grant_give", grant, changes={"role": role, "area": area.code, "ledgers": ledgers or []}
    )
    return grant


@transaction.atomic
def grant_take(grant: Grant, *, actor: Any, reason: str) -> None:
    """Take a grant back; the audit row keeps what it was."""
    if not reason.strip():
        raise BadInput("收回授权须写理由", where="理由", expected="一句话", code="ZW-REASON")
    audit_write(
        actor,
        "grant_take",
        grant,
        reason=reason,
        changes={"role": grant.role, "area": grant.area.code, "user": str(grant.user)},
    )
    grant.delete()
