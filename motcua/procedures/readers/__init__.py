"""Readers of the national catalogue's sources: each turns a file into readings, and drops nothing silently."""
