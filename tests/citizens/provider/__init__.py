"""A small provider of OpenID Connect with invented people, made of django-oauth-toolkit, in a process of its own."""
