"""Where one goes in person: the one-stop desks that exist today."""

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.clock import today


def desks() -> list[Agency]:
    """Return the one-stop desks, by name; their names, addresses and telephones are public."""
    return list(Agency.objects.valid(today()).of_kind(Kind.ONE_STOP).order_by("name_key"))
