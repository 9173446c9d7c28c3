"""Work that crosses rooms: import a report as a plan, link and proof a draft, take an import's effects on figures.

Enters: what doors parsed. Leaves: what several rooms agreed on, in one transaction. Sees every room but the doors.
"""
