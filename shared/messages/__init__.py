"""The contracts between services: one Struct a message, one module a publisher, and the table of readers."""
