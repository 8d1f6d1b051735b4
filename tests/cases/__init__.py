"""Worked cases of the rule books as data, and the runner that puts them to the product's own functions."""
