"""The search for a good plan, in a process of its own. Knows ids and minutes; no database, no page."""
