"""Plans: what was promised, by whom, by when, and how far it is.

Enters: targets and tasks in a report's own words, assignments, check-ins, notices. Leaves: a state for each item, computed from
figures against the path expected to date. Sees figures and everything left of it; knows nothing of reports.
"""
