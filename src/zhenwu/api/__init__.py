"""The JSON door: the same actions and queries as the pages, with the same scope and the same errors."""
