"""Addresses of the settings section."""

from django.urls import path

from zhenwu.web.settings import views

urlpatterns = [
    path("settings/", views.areas, name="settings"),
    path("settings/people/", views.people, name="settings-people"),
    path("settings/people/<int:pk>/", views.person, name="settings-person"),
    path("settings/ledgers/", views.ledgers, name="settings-ledgers"),
    path("settings/ledgers/<slug:code>/", views.ledger, name="settings-ledger"),
    path("settings/rules/", views.rules, name="settings-rules"),
    path("settings/audit/", views.audit, name="settings-audit"),
]
