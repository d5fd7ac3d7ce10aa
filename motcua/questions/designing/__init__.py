"""A form being designed: its data looked at and changed piece by piece, finished or not. Pure.

Everything here takes the JSON of a form and returns new JSON; what it does not understand it keeps, and what is not
there it leaves alone. Whether the form can be used is for `problems.py` to say.
"""
