"""Addresses of the plan."""

from __future__ import annotations

from django.urls import path

from zhenwu.web.plans import (
    answers,
    assignment,
    carrying,
    changes,
    imports,
    notices,
    review,
    uses,
    views,
    writes,
)

#: registering happens on import
__all__ = ["urlpatterns", "uses"]

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/import", imports.plan_read, name="plan-import"),
    path("plan/<int:pk>/review", review.review, name="plan-review"),
    path("plan/<int:pk>/review/many", review.many, name="plan-review-many"),
    path("plan/<int:pk>/review/<int:item>", review.save, name="plan-review-item"),
    path("plan/<int:pk>/review/<int:item>/split", review.split, name="plan-review-split"),
    path("plan/<int:pk>/review/<int:item>/merge", review.merge_next, name="plan-review-merge"),
    path("plan/<int:pk>/approve", review.approve, name="plan-approve"),
    path("plan/<int:pk>/reopen", review.reopen, name="plan-reopen"),
    path("plan/<int:pk>/assignment", assignment.assignment, name="plan-assignment"),
    path("plan/<int:pk>/assignment/send", assignment.send, name="plan-assignment-send"),
    path("plan/<int:pk>/assignment/answer", assignment.answer, name="plan-assignment-answer"),
    path("plan/assignment/<int:pk>/rule", assignment.rule, name="plan-objection-rule"),
    path("plan/<int:pk>/sheet", assignment.sheet, name="plan-sheet"),
    path("plan/<int:pk>/sheet.docx", assignment.sheet_docx, name="plan-sheet-docx"),
    path("plan/<int:pk>/notice/<int:office>.docx", assignment.notice_docx, name="plan-notice-docx"),
    path("plan/<int:pk>/changes", changes.changes, name="plan-changes"),
    path("plan/<int:pk>/changes/new", changes.ask_new, name="plan-change-new"),
    path("plan/items/<int:pk>/change", changes.ask, name="plan-item-change"),
    path("plan/changes/<int:pk>/decide", changes.decide, name="plan-change-decide"),
    path("plan/<int:pk>/carry", carrying.carry, name="plan-carry"),
    path("plan/<int:pk>/carry/take", carrying.take, name="plan-carry-take"),
    path("plan/<int:pk>/answers", answers.answers, name="plan-answers"),
    path("plan/<int:pk>/answers/draft", answers.draft, name="plan-answers-draft"),
    path("plan/<int:pk>/answers/sign", answers.sign, name="plan-answers-sign"),
    path("plan/<int:pk>/answers/<str:kind>", answers.answers_file, name="plan-answers-file"),
    path("plan/items/<int:pk>/answer", answers.answer, name="plan-item-answer"),
    path("plan/items/<int:pk>", views.item, name="plan-item"),
    path("plan/items/<int:pk>/check-in", writes.checks_in, name="plan-item-check-in"),
    path("plan/items/<int:pk>/supervise", notices.supervise, name="plan-item-supervise"),
    path("plan/items/<int:pk>/wait", writes.wait, name="plan-item-wait"),
    path("plan/items/<int:pk>/done", writes.done, name="plan-item-done"),
    path("plan/items/<int:pk>/override", writes.override, name="plan-item-override"),
    path("plan/items/<int:pk>/edit", writes.edit, name="plan-item-edit"),
    path("plan/items/<int:pk>/milestones/<int:stone>", writes.step_done, name="plan-milestone-done"),
    path("plan/supervision/", notices.listed, name="supervision-list"),
    path("plan/supervision/new", notices.new, name="supervision-new"),
    path("plan/supervision/counts", notices.counts, name="supervision-counts"),
    path("plan/supervision/<int:pk>", notices.notice, name="plan-supervision"),
    path("plan/supervision/<int:pk>/paper", notices.paper, name="plan-supervision-paper"),
    path("plan/supervision/<int:pk>/files/<int:number>", notices.file, name="plan-supervision-file"),
    path("plan/supervision/<int:pk>/docx", notices.docx, name="plan-supervision-docx"),
]
