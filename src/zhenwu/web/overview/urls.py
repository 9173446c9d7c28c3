"""Addresses of the overview."""

from django.urls import path

from zhenwu.web.overview import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("overview/changes", views.changes, name="overview-changes"),
]
