"""Benchmarks of the running suite. Each checks what it measured; a figure whose check fails is no figure."""
