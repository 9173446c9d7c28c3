"""The rhythm of the year: weekly meeting, ten-day dispatch, monthly summary; what they decide and what became of it.

Enters: when a town meets and whom it asks, minutes, decisions, one-line answers. Leaves: the dates of meetings, commitments with their
states, minutes as a document. Sees plans and what lies below them; the plan does not know it.
"""
