"""The words every room shares: periods, units, area codes, identities, the calendar and errors.

Enters: plain values. Leaves: plain values. Knows nothing of Django, of files, or of any other room.
"""
