"""Address of the search page."""

from django.urls import path

from zhenwu.web.search import views

urlpatterns = [path("search/", views.search, name="search")]
