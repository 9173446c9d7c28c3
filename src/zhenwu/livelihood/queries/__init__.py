"""Every read of livelihood projects."""

from zhenwu.livelihood.queries.ballots import BallotView, ballots_of, count_of, view_of
from zhenwu.livelihood.queries.projects import (
    ProjectView,
    PublicProject,
    item_choices,
    project_views,
    public_project,
    public_projects,
)
from zhenwu.livelihood.queries.proposals import Similar, Standing, candidates, similar, standing

__all__ = [
    "BallotView",
    "ProjectView",
    "PublicProject",
    "Similar",
    "Standing",
    "ballots_of",
    "candidates",
    "count_of",
    "item_choices",
    "project_views",
    "public_project",
    "public_projects",
    "similar",
    "standing",
    "view_of",
]
