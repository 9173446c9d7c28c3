"""The pages of livelihood projects: proposals, the short list, the deputies' ballot, projects with their money and tests."""
