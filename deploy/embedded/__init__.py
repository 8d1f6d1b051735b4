"""The servers that come with the suite as wheels: PostgreSQL, NATS and Caddy, each started as a plain child process."""
