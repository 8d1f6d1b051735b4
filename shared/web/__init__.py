"""What every page shares: layout, tokens, words and the small live script. Knows no noun of any service."""
