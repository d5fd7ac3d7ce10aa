"""Knows one thing only: the harmless file that the makers of scanners agreed to find (EICAR)."""

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # in two, or scanners find us


class DemoScanner:
    """Lets everything run on one machine without a network."""

    def harm_in(self, content: bytes) -> str:
        """Return "Eicar-Test-Signature" where the test string stands."""
        return "Eicar-Test-Signature" if EICAR in content else ""
