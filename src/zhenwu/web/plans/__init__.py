"""The plan's pages: importing a report, reviewing what it promises, the tree, and a task's own page."""
