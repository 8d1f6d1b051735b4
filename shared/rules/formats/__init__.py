"""Formats of contests: who meets whom and what places follow. Knows no sport, storage or screen."""
