"""Addresses of the report pages."""

from __future__ import annotations

from django.urls import path

from zhenwu.web.reports import compares, drafts, exports, links, proofs, readings, views

urlpatterns = [
    path("reports/", views.report_list, name="report-list"),
    path("reports/<int:pk>/", readings.reading, name="reading"),
    path("reports/<int:pk>/readings.<str:kind>", exports.readings, name="reading-export"),
    path("reports/<int:pk>/source", exports.source, name="report-source"),
    path("reports/<int:pk>/links", links.links, name="report-links"),
    path("reports/<int:pk>/links/confirm", links.confirm_many, name="report-links-confirm"),
    path("reports/<int:pk>/links/suggest", links.suggest_again, name="report-links-suggest"),
    path("reports/<int:pk>/links/<str:key>", links.link, name="report-link"),
    path("reports/<int:pk>/start", drafts.start, name="draft-start"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/refresh", drafts.refresh, name="draft-refresh"),
    path("drafts/<int:pk>/return", drafts.take_back, name="draft-return"),
    path("drafts/<int:pk>/dates", drafts.dates, name="draft-dates"),
    path("drafts/<int:pk>/sign", drafts.sign, name="draft-sign"),
    path("drafts/<int:pk>/docx", exports.docx, name="draft-docx"),
    path("drafts/<int:pk>/numbers/<str:key>", drafts.number, name="draft-number"),
    path("drafts/<int:pk>/claims/<int:claim>", drafts.claim, name="draft-claim"),
    path("drafts/<int:pk>/claims", drafts.claims, name="draft-claims"),
    path("reports/<int:pk>/numbers/<str:key>/evidence", drafts.evidence_part, name="report-evidence"),
    path("reports/compare/", compares.compare_page, name="compare"),
    path("read/", readings.look, name="look-at"),
    path("proof/", proofs.proof, name="proof"),
]
