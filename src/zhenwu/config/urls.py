"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("zhenwu.api.urls")),
    path("", include("zhenwu.web.urls")),
]
