"""Tests of the events service, over HTTP on real PostgreSQL."""
