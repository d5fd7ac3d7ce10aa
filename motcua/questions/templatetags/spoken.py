"""Texts of a form on a page, in the language in which the form is shown."""

from collections.abc import Mapping

from django import template

from motcua.questions.words import in_language

register = template.Library()


@register.filter
def spoken(words: Mapping[str, str], language: str) -> str:
    """Return a text of a form in a language; the page marks the language around it."""
    return in_language(words, language)
