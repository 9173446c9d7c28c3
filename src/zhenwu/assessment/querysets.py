"""Which assessments a query reaches: a town's are shared inside it; a county's of its towns also with those towns."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhenwu.kernel import areacode


class AssessmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AssessmentQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        above = {areacode.at(code, "county") for code in user.scope.towns("plan.read")}
        return self.filter(user.scope.town_wide(ability="plan.read") | Q(area_code__in=above))


class RulesQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RulesQuerySet:
        """The standard rules are everybody's."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        above = {areacode.at(code, "county") for code in user.scope.towns("plan.read")}
        return self.filter(
            user.scope.town_wide(ability="plan.read") | Q(area_code__in=above) | Q(area_code="")
        )
