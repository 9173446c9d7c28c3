"""Metric definitions → atoms → SQL for an engine. Pure Python: opens no connection and knows no Django.

Enters: definitions as the catalogue writes them, periods, area codes. Leaves: SQL with parameters, and how to put its rows together.
"""
