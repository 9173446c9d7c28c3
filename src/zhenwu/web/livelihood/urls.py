"""Addresses of livelihood projects."""

from __future__ import annotations

from django.urls import path

from zhenwu.web.livelihood import ballots, projects, proposals

urlpatterns = [
    path("livelihood/", projects.listed, name="livelihood"),
    path("livelihood/proposals/", proposals.listed, name="livelihood-proposals"),
    path("livelihood/proposals/new", proposals.propose, name="livelihood-propose"),
    path("livelihood/proposals/<int:pk>", proposals.proposal, name="livelihood-proposal"),
    path("livelihood/ballots/", ballots.listed, name="livelihood-ballots"),
    path("livelihood/ballots/new", ballots.ballot_new, name="livelihood-ballot-new"),
    path("livelihood/ballots/<int:pk>", ballots.ballot, name="livelihood-ballot"),
    path("livelihood/ballots/chosen/<int:pk>", ballots.take, name="livelihood-take"),
    path("livelihood/projects/<int:pk>", projects.project, name="livelihood-project"),
    path("livelihood/projects/<int:pk>/public", projects.preview, name="livelihood-public"),
]
