"""Who did what, when, to which thing and why: one row for every write.

Enters: an actor, an action's name, the thing and what changed. Leaves: audit rows, which are never changed.
Knows no other room of ours; it stands left of all apps so that each can write to it in its own transaction.
"""
