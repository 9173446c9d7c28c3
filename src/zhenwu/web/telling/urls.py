"""Addresses of calendar, digest and robots."""

from django.urls import path

from zhenwu.web.telling import views

urlpatterns = [
    path("told/", views.told, name="told"),
    path("told/calendar", views.renew, name="told-calendar"),
    path("told/digest", views.dismiss, name="told-digest"),
    path("told/robots", views.robot, name="told-robot"),
    path("told/robots/<int:pk>/stop", views.stop, name="told-robot-stop"),
    path("calendar/<str:token>.ics", views.feed, name="calendar-feed"),
]
