"""Ledgers: their list, a ledger's table, a record, the forms that write one, and imports.

Enters: addresses and forms. Leaves: pages. What is read comes from ledgers.queries, what is written goes through ledgers.actions.
"""
