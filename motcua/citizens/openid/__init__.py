"""Signing in with the state's electronic identity by OpenID Connect: settings, calls, checks of the ID token."""
