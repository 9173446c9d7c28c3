"""Offices, persons, users and grants."""

from __future__ import annotations

from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhenwu.accounts.scope import Scope
from zhenwu.areas.models import Area


class Office(models.Model):
    """A part of the government that owns tasks and ledgers (党政办, 农业农村办, a village committee)."""

    code = models.SlugField("代码", max_length=40)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=100, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="offices")
    external = models.BooleanField("上级或外单位", default=False)
    #: rows of the work table (A1 … E5) that this office answers for; used to suggest owners
    work_rows = models.JSONField("工作条目", default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["area_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "code"],
                name="office_code",
                violation_error_message="本区域已有这个代码的办公室。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        return self.area.code


class Person(models.Model):
    """Somebody who holds a post; not every person signs in."""

    name = models.CharField("姓名", max_length=40)
    duty = models.CharField("职务", max_length=60, blank=True)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="persons"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="persons")
    is_leader = models.BooleanField("领导班子", default=False)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField("在职", default=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        return self.area.code

    @property
    def title(self) -> str:
        """Office and name, as an assignment sheet prints them."""
        head = self.duty if self.is_leader else (self.office.name if self.office else self.duty)
        return f"{head} {self.name}".strip()


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """A sign-in."""

    username = models.CharField("用户名", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField("可以登录", default=True)
    is_staff = models.BooleanField("系统管理", default=False)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def scope(self) -> Scope:
        """What the grants add up to; read once for the life of this object."""
        return Scope.of(self)

    def scope_areas(self) -> list[Area]:
        """Areas that the area switch offers: those granted, and what lies right below them."""
        return self.scope.areas()


class Grant(models.Model):
    """A role for one area and, optionally, for some ledgers only."""

    class Role(models.TextChoices):
        LEADER = "leader", _("领导")
        CLERK = "clerk", _("党政办文员")
        DEPARTMENT = "department", _("办公室")
        VILLAGE = "village", _("村干部")
        GRID = "grid", _("网格员")
        AUDITOR = "auditor", _("审计")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField("角色", max_length=12, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="grants")
    #: codes of ledgers; empty means all ledgers that the role may see
    ledgers = models.JSONField("台账", default=list, blank=True)
    valid_from = models.DateField("起", null=True, blank=True)
    valid_until = models.DateField("止", null=True, blank=True)

    class Meta:
        ordering = ["user_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                name="grant_once",
                violation_error_message="这项授权已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.area}"

    @property
    def area_code(self) -> str:
        return self.area.code
