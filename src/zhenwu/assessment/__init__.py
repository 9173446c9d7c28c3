"""Assessment (考评): offices, villages and towns held against dated rules; people are not ranked.

Enters: rules as data, figures, lights of the plan, judgements with grounds, objections. Leaves: scores that open to their evidence,
frozen when a period is published, with what changed later beside them. May not know: reports, desk, doors, the rooms beside it.
"""
