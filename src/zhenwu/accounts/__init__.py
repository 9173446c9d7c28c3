"""People: offices, persons, users and what each may see and do.

Enters: names and grants. Leaves: a scope (code ranges and ledgers) for every query. Sees only areas and audit.
"""
