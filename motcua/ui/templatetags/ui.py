"""`{% load ui %}`: every filter, small part, component and slot of the house in one library."""

from django import template

from motcua.ui import bits, parts, slots

register = template.Library()
for library in (bits.register, parts.register, slots.register):
    register.filters.update(library.filters)
    register.tags.update(library.tags)
