"""Addresses of ledgers and their records."""

from django.urls import path

from zhenwu.web.ledgers import attaching, columns, editing, importing, lists, posting, record

urlpatterns = [
    path("ledgers/", lists.ledger_list, name="ledger-list"),
    path("ledgers/new", lists.record_new, name="record-new"),
    path("ledgers/<slug:code>/", lists.ledger, name="ledger"),
    path("ledgers/<slug:code>/export", lists.export, name="ledger-export"),
    path("ledgers/<slug:code>/views", lists.views, name="ledger-views"),
    path("ledgers/<slug:code>/new", editing.add, name="record-add"),
    path("ledgers/<slug:code>/import", importing.upload, name="import-new"),
    path("ledgers/<slug:code>/import/sample", importing.sample, name="import-sample"),
    path("ledgers/<slug:code>/import/<int:pk>", importing.batch, name="import"),
    path("ledgers/<slug:code>/import/<int:pk>/columns", columns.columns, name="import-columns"),
    path("ledgers/<slug:code>/import/<int:pk>/faulty", importing.faulty, name="import-faulty"),
    path("ledgers/<slug:code>/import/<int:pk>/progress", importing.progress, name="import-progress"),
    path("ledgers/<slug:code>/<int:pk>", record.record, name="record"),
    path("ledgers/<slug:code>/<int:pk>/change", editing.change, name="record-change"),
    path("ledgers/<slug:code>/<int:pk>/withdraw", editing.withdraw, name="record-withdraw"),
    path("ledgers/<slug:code>/<int:pk>/event", posting.event, name="record-event"),
    path("ledgers/<slug:code>/<int:pk>/stage", posting.stage, name="record-stage"),
    path("ledgers/<slug:code>/<int:pk>/measure", posting.measure, name="record-measure"),
    path("ledgers/<slug:code>/<int:pk>/measure/<int:number>", posting.unmeasure, name="record-unmeasure"),
    path("ledgers/<slug:code>/<int:pk>/files", attaching.add, name="record-file-add"),
    path("ledgers/<slug:code>/<int:pk>/files/<int:number>", attaching.give, name="record-file"),
    path(
        "ledgers/<slug:code>/<int:pk>/files/<int:number>/withdraw",
        attaching.withdraw,
        name="record-file-withdraw",
    ),
    path("ledgers/<slug:code>/<int:pk>/show", posting.show, name="record-show"),
]
