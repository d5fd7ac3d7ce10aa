"""Where a request comes from, and how a waiting time is said. Pure."""

import ipaddress

FREE = 3  # wrong passwords; the last of them makes the next attempt wait 2 s, then 4, 8, 16 …
LONGEST_WAIT = 900  # seconds
FORGOTTEN_AFTER = 3600  # seconds without an attempt after which earlier failures count no more


def client_address(meta: dict[str, str], *, proxies: int) -> str:
    """Return the client's address: the connection's own, or the one noted by the outermost of our own proxies.

    `proxies` is the number of proxies in front; what a client itself writes into X-Forwarded-For is not believed.
    """
    noted = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(noted) >= proxies:
        return noted[-proxies]
    return meta.get("REMOTE_ADDR", "")


def network_of(address: str) -> str:
    """Return the network a guesser may change addresses in: /24 of IPv4, /64 of IPv6; "" for what is no address."""
    try:
        found = ipaddress.ip_address(address.split("%", maxsplit=1)[0].strip("[]"))
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    width = 24 if found.version == 4 else 64
    return str(ipaddress.ip_network((found, width), strict=False))


def in_words(seconds: int) -> str:
    """Return a waiting time as people say it."""
    if seconds < 90:
        return f"{seconds} giây"
    return f"{-(-seconds // 60)} phút"
