"""Settings: areas, people and their grants, ledgers, rules, and the audit trail."""
