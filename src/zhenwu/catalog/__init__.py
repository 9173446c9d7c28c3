"""The standard township as data: ledgers, metrics, offices' work rows, rules (YAML) and their validating loader. Pure: no Django.

Enters: the YAML files of this folder. Leaves: typed, checked definitions. Errors name file, entry and key.
"""
