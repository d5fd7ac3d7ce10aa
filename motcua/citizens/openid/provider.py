"""Which provider says who somebody is, as the environment describes it. Pure; imported by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CLAIMS = {
    "name": "name", "identity_number": "identity_number", "birth_date": "birthdate", "phone": "phone_number",
    "level": "assurance_level",
}  # fmt: skip
LEVELS = {"1": 1, "2": 2}
HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Provider:
    """A provider of OpenID Connect; without an issuer there is none.

    `claims` maps our names to the provider's, `levels` its words for how surely it knows somebody to 1 or 2;
    `least` is the level below which nobody is let in.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    name: str = "VNeID"
    scopes: str = "openid profile"
    claims: Mapping[str, str] = field(default_factory=lambda: dict(CLAIMS))
    levels: Mapping[str, int] = field(default_factory=lambda: dict(LEVELS))
    least: int = 2

    @property
    def is_set(self) -> bool:
        """Whether this installation knows a provider at all."""
        return bool(self.issuer)


def described(given: Mapping[str, str]) -> Provider:
    """Return the provider of the environment; what is wrong with it is told by `troubles`."""
    return Provider(
        issuer=given.get("MOTCUA_OIDC_ISSUER", "").rstrip("/"),
        client_id=given.get("MOTCUA_OIDC_CLIENT_ID", ""),
        client_secret=given.get("MOTCUA_OIDC_CLIENT_SECRET", ""),
        name=given.get("MOTCUA_OIDC_NAME", "VNeID"),
        scopes=given.get("MOTCUA_OIDC_SCOPES", "openid profile"),
        claims=CLAIMS | _pairs(given.get("MOTCUA_OIDC_CLAIMS", "")),
        levels=_levels(given.get("MOTCUA_OIDC_LEVELS", "")) or dict(LEVELS),
        least=1 if given.get("MOTCUA_OIDC_LEAST", "2") == "1" else 2,
    )


def _pairs(text: str) -> dict[str, str]:
    """`name=full_name phone=mobile` → a dictionary; words without = say nothing."""
    return {ours: theirs for ours, mark, theirs in (word.partition("=") for word in text.split()) if mark}


def _levels(text: str) -> dict[str, int]:
    """`loa2=1 loa3=2`: the provider's word, and which of our two levels it is."""
    return {theirs: int(ours) for theirs, ours in _pairs(text).items() if ours in ("1", "2")}


def is_safe(address: str) -> bool:
    """Tell whether secrets may be sent to an address: by https, or within this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE))


def troubles(provider: Provider) -> list[str]:
    """Return in words why a provider cannot be used as it is described."""
    if not provider.is_set:
        return []
    found = []
    if not is_safe(provider.issuer):
        found.append("MOTCUA_OIDC_ISSUER must be an https:// address.")
    if not provider.client_id:
        found.append("MOTCUA_OIDC_CLIENT_ID is missing.")
    if strange := set(provider.claims) - set(CLAIMS):
        found.append(f"MOTCUA_OIDC_CLAIMS names what nobody reads: {', '.join(sorted(strange))}.")
    if "openid" not in provider.scopes.split():
        found.append("MOTCUA_OIDC_SCOPES lacks openid.")
    return found
