"""Addresses of the web door. Each section writes its own prefix and is included as soon as its module exists."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from zhenwu.web import views

app_name = "web"

SECTIONS = (
    "overview",
    "desk",
    "plans",
    "livelihood",
    "meetings",
    "assessment",
    "telling",
    "ledgers",
    "figures",
    "reports",
    "public",
    "settings",
    "search",
)


def _has_urls(section: str) -> bool:
    package = f"zhenwu.web.{section}"
    return find_spec(package) is not None and find_spec(f"{package}.urls") is not None


urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", views.SignIn.as_view(), name="sign-in"),
    path("sign-out", views.SignOut.as_view(), name="sign-out"),
    path("scope", views.choose_scope, name="scope"),
    path("look", views.choose_look, name="look"),
    path("components", views.components, name="components"),
    *(
        path("", include(import_module(f"zhenwu.web.{section}.urls").urlpatterns))
        for section in SECTIONS
        if _has_urls(section)
    ),
]
