"""The public door: pages for citizens and deputies, without sign-in, from published figures only."""
