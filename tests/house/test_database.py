"""Models and migrations agree, and constraints speak to people."""

from __future__ import annotations

import io

import pytest
from django.apps import apps
from django.core.management import call_command

OURS = [model for model in apps.get_models() if model.__module__.startswith("zhenwu.")]


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.parametrize("model", OURS, ids=[model._meta.label for model in OURS])
def test_a_model_says_what_it_is(model: type) -> None:
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", OURS, ids=[model._meta.label for model in OURS])
def test_a_broken_constraint_is_told_in_words(model: type) -> None:
    silent = [
        constraint.name
        for constraint in model._meta.constraints  # type: ignore[attr-defined]
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert not silent


def test_records_are_never_deleted_along() -> None:
    """Nothing that people wrote disappears because something else does: references protect."""
    from django.db.models import CASCADE

    kept = {
        "ledgers.Record",
        "ledgers.Event",
        "figures.Statistic",
        "plans.CheckIn",
        "plans.Supervision",
        "audit.AuditRow",
    }
    parts_of = {("ledgers.Event", "record"), ("plans.CheckIn", "item")}
    cascading = {
        (model._meta.label, field.name)
        for model in OURS
        if model._meta.label in kept
        for field in model._meta.get_fields()
        if getattr(field, "remote_field", None) is not None
        and getattr(field.remote_field, "on_delete", None) is CASCADE
        and field.concrete
    }
    assert cascading <= parts_of
