"""Addresses of assessment."""

from __future__ import annotations

from django.urls import path

from zhenwu.web.assessment import rules, subjects, views

urlpatterns = [
    path("assessment/", views.listed, name="assessment"),
    path("assessment/new", views.start, name="assessment-new"),
    path("assessment/rules/", rules.listed, name="assessment-rules"),
    path("assessment/rules/<int:pk>", rules.change, name="assessment-rule"),
    path("assessment/<int:pk>", views.side_by_side, name="assessment-board"),
    path("assessment/<int:pk>/xlsx", views.export, name="assessment-export"),
    path("assessment/<int:pk>/<slug:key>", subjects.subject, name="assessment-subject"),
]
