"""Addresses of figures and statistics."""

from django.urls import path

from zhenwu.web.figures import catalogue, papers, statistics, views

urlpatterns = [
    path("figures/", catalogue.catalogue, name="figure-list"),
    path("figures/statistics", statistics.statistic_list, name="statistic-list"),
    path("figures/statistics/new", statistics.statistic_new, name="statistic-new"),
    path("figures/statistics/<int:pk>", statistics.statistic_change, name="statistic-revise"),
    path("figures/statistics/<int:pk>/files", papers.add, name="statistic-file-add"),
    path("figures/statistics/<int:pk>/files/<int:number>", papers.give, name="statistic-file"),
    path(
        "figures/statistics/<int:pk>/files/<int:number>/withdraw",
        papers.withdraw,
        name="statistic-file-withdraw",
    ),
    path("figures/<str:code>", views.figure_page, name="figure"),
    path("figures/<str:code>/evidence", views.figure_evidence, name="figure-evidence"),
    path("figures/<str:code>/rows.xlsx", views.figure_rows, name="figure-rows"),
]
