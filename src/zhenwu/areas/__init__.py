"""Places: the tree of areas, and sets of areas that are no branch of it.

Enters: codes, names, dates. Leaves: areas and code ranges. Knows no people and no records.
"""
