"""The pages' shared part: words, tokens, sizes, and the tablet's prediction against the rules."""
