"""The rules, without I/O: worked cases, properties, real tournaments."""
