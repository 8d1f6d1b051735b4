"""What every route stands on: who calls, what was typed, how a refusal is said, how a reply leaves."""
