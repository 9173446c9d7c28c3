"""Figures: metric definitions, statistics from other offices, and what they evaluate to.

Enters: records through the ledger room, statistics with a receipt. Leaves: a figure for any metric, area and period, with its
evidence. Sees ledgers and everything left of it, and the pure room `metrics`.
"""
