"""The year on one page: tasks by state, targets against their path, key figures, the villages, what changed this week."""
