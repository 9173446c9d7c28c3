"""Address of the desk."""

from django.urls import path

from zhenwu.web.desk import views

urlpatterns = [path("desk/", views.desk, name="desk")]
