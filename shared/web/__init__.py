"""What every page shares: layout, tokens, live updates, translations."""
