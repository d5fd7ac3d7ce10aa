"""Scanners for harmful files, chosen by a setting."""

from django.conf import settings

from motcua.files.gateways.base import Scanner
from motcua.files.gateways.clamd import Clamd
from motcua.files.gateways.demo import DemoScanner


def scanner() -> Scanner | None:
    """Return the scanner of this installation, None where there is none.

    settings.ANTIVIRUS is "", "demo", "clamd:unix:/run/clamav/clamd.ctl" or "clamd:tcp:127.0.0.1:3310".
    Raises ValueError for anything else.
    """
    kind, _, address = settings.ANTIVIRUS.partition(":")
    if not kind:
        return None
    if kind == "demo":
        return DemoScanner()
    if kind == "clamd":
        return Clamd(address)
    raise ValueError(f"MOTCUA_ANTIVIRUS: {settings.ANTIVIRUS}")
