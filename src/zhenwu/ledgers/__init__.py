"""Ledgers: what is recorded, once, by whoever saw it happen.

Enters: forms, spreadsheets, API calls. Leaves: records, dated events and measurements that figures are counted from, and from
when each ledger is complete. Sees audit, areas and accounts; knows nothing of figures, plans or reports.
"""
