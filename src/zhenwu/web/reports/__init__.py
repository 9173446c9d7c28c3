"""Reports in the web door: reading one, linking its numbers, drafting the next, proving any text."""
