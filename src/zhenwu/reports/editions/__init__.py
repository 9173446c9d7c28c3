"""Public editions of a town.

Enters: the months that a clerk chose. Leaves: frozen rows of figures, promises and reports that a leader made public, for anybody to read.
"""
