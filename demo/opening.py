"""The sample ward shows its figures to everybody, from last month on: its dossiers are of the last three weeks, so that
most numbers are small and hidden, as they would be in a real one that just began."""

from datetime import timedelta

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.openness.actions import open_figures
from motcua.openness.models import Publication


def make(ward: Agency) -> None:
    """Let the ward's leader decide it, once."""
    leader = Post.objects.held(today()).filter(role=Role.LEADER, agency=ward).order_by("pk").first()
    if leader is not None and not Publication.objects.filter(agency=ward).exists():
        open_figures(by=leader, agency=ward, since=today().replace(day=1) - timedelta(days=1))
