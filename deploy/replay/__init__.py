"""Plays a tournament of the past through a running suite, the way a hall would, and compares what came out."""
