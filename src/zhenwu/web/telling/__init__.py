"""Being told: my calendar feed, the digest of the day, and the robots of the town."""
