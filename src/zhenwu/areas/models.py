"""Areas by their codes, and area sets."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhenwu.areas.querysets import AreaQuerySet
from zhenwu.kernel import areacode


class Area(models.Model):
    """A place in the tree province–city–county–township–village–grid."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省")
        CITY = "city", _("市")
        COUNTY = "county", _("县")
        TOWNSHIP = "township", _("乡镇")
        VILLAGE = "village", _("村")
        GRID = "grid", _("网格")

    code = models.CharField("代码", max_length=15, unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("级别", max_length=10, choices=Level.choices, db_index=True)
    order = models.PositiveSmallIntegerField(default=0)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    #: GeoJSON geometry, or {"path": "M…", "x": …, "y": …} of a schematic map
    geometry = models.JSONField(null=True, blank=True)
    valid_from = models.DateField("起用", default=date(1949, 10, 1))
    valid_until = models.DateField("停用", null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")
    act = models.CharField("依据文件", max_length=200, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="area_valid_order",
                violation_error_message="停用日期不能早于起用日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def area_code(self) -> str:
        return self.code

    @property
    def bounds(self) -> tuple[str, str]:
        return areacode.bounds(self.code)

    @property
    def short(self) -> str:
        """Without its last word, for tables and maps: 石桥村 → 石桥."""
        return self.name[:-1] if self.level == self.Level.VILLAGE and len(self.name) > 2 else self.name


class AreaSet(models.Model):
    """Places that are no branch of the tree: a 片区, an industrial park, natural villages."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    area_code = models.CharField("所在区域", max_length=15)
    members = models.ManyToManyField(Area, related_name="sets")

    class Meta:
        ordering = ["area_code", "code"]

    def __str__(self) -> str:
        return self.name
