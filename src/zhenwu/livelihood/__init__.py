"""Livelihood projects (民生实事): proposed, joined, costed, balloted by the deputies, built as items of the plan, tested.

Enters: proposals, counts of ballots, payments, tests, as people type them. Leaves: what the plan is to hold, and pages without
personal data. The system records a ballot and never decides it. May not know: reports, desk, doors.
"""
