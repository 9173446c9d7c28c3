"""A fictional township with two years of life: the demo, the docs' examples and the tests' standing world."""
