"""Addresses of the desk."""

from django.urls import path

from zhenwu.web.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/answer", views.answer, name="desk-answer"),
]
