"""Sheets of what records report for periods: enterprises' monthly output, investment of projects.

heads and spans know cells and days only; matching finds the records that lines speak of; staging says what every line would do;
writing puts it into the ledger whole, or takes it back.
"""
