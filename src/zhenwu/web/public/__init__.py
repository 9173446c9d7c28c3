"""What outsiders see: the year's published figures, promises and adopted reports, without personal data."""
