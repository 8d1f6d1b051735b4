"""Messages between services: journal, relay, streams and readers. Knows subjects and bytes, not what they mean."""
