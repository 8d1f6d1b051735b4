"""Judged contests: rule sets as data, the steps that compute them, one file of presets a contest."""
