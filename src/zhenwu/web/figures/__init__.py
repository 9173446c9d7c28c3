"""Pages of figures: the catalogue, one figure with its evidence, statistics and their forms."""
