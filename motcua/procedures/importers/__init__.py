"""Writes what the readers read: the national catalogue, and the sample office's adoptions."""
