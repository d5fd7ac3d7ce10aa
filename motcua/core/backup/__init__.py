"""The whole of an installation put aside and brought back: database, files, seals; the keys always apart."""
