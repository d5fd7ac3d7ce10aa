"""What a post is as an actor: whose work it may do besides its own, and how it signs."""

from copy import copy
from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import cached_property

from motcua.agencies.choices import MACHINES, Capacity
from motcua.agencies.standing_in import Permit, Place, places_of, why_not
from motcua.core.errors import NotPermitted

if TYPE_CHECKING:
    from motcua.agencies.models.office import Post


class Acting:
    """What a post is as an actor: whose work it may do, and how it signs."""

    if TYPE_CHECKING:
        role: str
        title: str
        capacity: str
        signs_for: str
    standing: bool  # whether it stands in for anybody today, where the door has asked
    place: Place | None = None  # of the action in hand: in whose place it is done
    account: Any = None  # the citizen's account, where the portal's post acts for one

    def _me(self) -> "Post":
        return cast("Post", self)

    @property
    def signature_lines(self) -> list[str]:
        """What is printed above the signature, line by line: "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH".

        By a delegation: "TUQ." and whose, then one's own title (NĐ 30/2020, điều 13 khoản 4).
        """
        if self.place is not None and self.place.delegation is not None:
            return self.place.delegation.lines
        return self.signs_for.splitlines()

    @property
    def seal_title(self) -> str:
        """The title as it stands above the signature: the last of one's own lines, else the title itself."""
        return (self.signs_for.splitlines() or [self.title.upper()])[-1]

    @property
    def signing_capacity(self) -> str:
        """What stands before the signature: TUQ. by a delegation, else what comes with the post."""
        delegated = self.place is not None and self.place.delegation is not None
        return str(Capacity.TUQ) if delegated else self.capacity

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """In whose place the post may act today: no question is asked where the door has found that there is nobody."""
        known = self.__dict__.get("standing")
        return () if known is False or self.role in MACHINES else tuple(places_of(self._me()))

    @property
    def hats(self) -> "tuple[Post, ...]":
        """As whom the post may act: itself and those in whose place it stands; within an action, as one of them."""
        return (self.place.post,) if self.place else (self._me(), *(place.post for place in self.places))

    @property
    def hat(self) -> "Post":
        """As whom the action in hand is done."""
        return self.hats[0] if self.place else self._me()

    def told(self) -> dict[str, Any]:
        """What an event tells beside the post: in whose place it was done, or for which citizen's account."""
        found = self.place.told() if self.place else {}
        return found | ({"account": str(self.account.pk)} if self.account is not None else {})

    def may(self, code: str, permit: Permit, subject: Any) -> bool:
        """Tell what the action will decide, for buttons: by oneself, or in somebody's place."""
        if permit(self, subject):
            return True
        return subject.IN_PLACE and any(place.allows(code, permit, subject) for place in self.places)

    def in_place(self, code: str, permit: Permit, subject: Any) -> "Post":
        """Return the post as it acts in the place of somebody who may do this, the ground locked until the end.

        Raises NotPermitted, in words where there was such a ground before or will be.
        """
        for place in places_of(self._me(), locked=True):
            if place.allows(code, permit, subject):
                return self._acting(place)
        raise NotPermitted(**why_not(self._me(), code, permit, subject))

    def signing_for(self, marks: list[str]) -> "Post":
        """Return the post as it signs a thing with these marks: by a delegation where one reaches to it."""
        for place in places_of(self._me(), locked=True):
            if place.delegation is not None and place.delegation.reaches(marks):
                return self._acting(place)
        return self._me()

    def _acting(self, place: Place) -> "Post":
        acting = copy(self._me())
        acting.place = place
        return acting
