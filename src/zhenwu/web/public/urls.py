"""Addresses of the public pages, and of those on which they are made."""

from __future__ import annotations

from django.urls import path

from zhenwu.web.public import publishing, views

urlpatterns = [
    path("public/", views.towns, name="public"),
    path("public/<str:area>/", views.town, name="public-town"),
    path("public/<str:area>/<int:year>-<int:number>/", views.edition, name="public-edition"),
    path("public/<str:area>/<int:year>-<int:number>/report-<int:order>/", views.report, name="public-report"),
    path("publish/", publishing.editions, name="editions"),
    path("publish/prepare", publishing.prepare, name="edition-prepare"),
    path("publish/<int:pk>/", publishing.edition, name="edition"),
    path("publish/<int:pk>/change", publishing.change, name="edition-change"),
    path("publish/<int:pk>/publish", publishing.publish, name="edition-publish"),
    path("publish/<int:pk>/withdraw", publishing.withdraw, name="edition-withdraw"),
]
