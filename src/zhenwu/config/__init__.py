"""Settings and addresses: the only place that wires the rooms together."""
