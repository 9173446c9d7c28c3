"""Reports: narratives that print figures, version by version, and how each printed number is backed.

Enters: documents, readings of them, links to metrics. Leaves: drafts with this year's values in place, verdicts, documents with their
numbers traced. Sees plans, figures and everything left of them.
"""
