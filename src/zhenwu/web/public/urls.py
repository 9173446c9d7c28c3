"""Address of the public page."""

from __future__ import annotations

from django.urls import path

from zhenwu.web.public import views

urlpatterns = [path("public/", views.public, name="public")]
