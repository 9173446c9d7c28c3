"""The tables of assessment, one module an idea."""

from zhenwu.assessment.models.period import Assessment, Frozen
from zhenwu.assessment.models.rules import Rules
from zhenwu.assessment.models.said import Judgement, Objection

__all__ = ["Assessment", "Frozen", "Judgement", "Objection", "Rules"]
