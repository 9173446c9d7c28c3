"""Addresses of meetings."""

from django.urls import path

from zhenwu.web.meetings import packs, views

urlpatterns = [
    path("meetings/", views.listed, name="meeting-list"),
    path("meetings/new", views.new, name="meeting-new"),
    path("meetings/rhythms", views.rhythm, name="meeting-rhythms"),
    path("meetings/pack", packs.pack, name="meeting-pack"),
    path("meetings/pack.docx", packs.docx, name="meeting-pack-docx"),
    path("meetings/<int:pk>", views.meeting, name="meeting"),
    path("meetings/<int:pk>/docx", views.minutes, name="meeting-docx"),
    path("meetings/commitments/<int:pk>", views.answer, name="meeting-answer"),
    path("meetings/commitments/<int:pk>/files/<int:number>", views.file, name="meeting-answer-file"),
]
