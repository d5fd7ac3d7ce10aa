"""Một Cửa: the whole work of a local government's one-stop shop."""

__version__ = "0.1.0"
