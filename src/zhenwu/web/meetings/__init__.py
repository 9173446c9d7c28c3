"""Meetings: when a town meets, the pack for the next one, what was decided and what became of it."""
