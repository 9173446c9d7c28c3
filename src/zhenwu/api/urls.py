"""Addresses of the JSON door; version 1."""

from django.urls import path

from zhenwu.api import files, statistics, views

app_name = "api"
urlpatterns = [
    path("metrics", views.metrics, name="metrics"),
    path("figures", views.figures, name="figures"),
    path("ledgers/<slug:code>/records", views.records, name="records"),
    path("ledgers/<slug:code>/records/<int:pk>/files", files.record_files, name="record-files"),
    path("ledgers/<slug:code>/records/<int:pk>/files/<int:number>", files.record_file, name="record-file"),
    path(
        "ledgers/<slug:code>/records/<int:pk>/files/<int:number>/withdraw",
        files.record_file_withdraw,
        name="record-file-withdraw",
    ),
    path("statistics", statistics.statistics, name="statistics"),
    path("statistics/<int:pk>/files", files.papers, name="papers"),
    path("statistics/<int:pk>/files/<int:number>", files.paper, name="paper"),
    path("statistics/<int:pk>/files/<int:number>/withdraw", files.withdraw_paper, name="paper-withdraw"),
]
