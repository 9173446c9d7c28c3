"""Addresses of the JSON door; version 1."""

from django.urls import path

from zhenwu.api import views

app_name = "api"
urlpatterns = [
    path("metrics", views.metrics, name="metrics"),
    path("figures", views.figures, name="figures"),
    path("ledgers/<slug:code>/records", views.records, name="records"),
]
