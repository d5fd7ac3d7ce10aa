"""Units with validity, people, and the posts through which people act."""

import functools
import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now

from motcua.agencies.choices import MACHINES, Capacity, Kind, Level, Role
from motcua.agencies.models.acting import Acting
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.core.prepared import Given, Prepared
from motcua.core.text import fold, person_sort_key, sort_key

SYSTEM = "system"
LASTS = Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))  # it ends no earlier than it begins


class AgencyQuerySet(models.QuerySet["Agency"]):
    def valid(self, on: date) -> "AgencyQuerySet":
        """Units that exist on a day; `valid_to` is the last day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)

    def below(self, agency: "Agency") -> "AgencyQuerySet":
        """The unit itself and everything under it."""
        return self.filter(path__startswith=agency.path)

    def above(self, agency: "Agency") -> "AgencyQuerySet":
        """The unit itself and everything it lies under, the unit last."""
        return self.filter(path__in=agency.paths_above()).order_by("path")

    def as_now(self, path: str) -> "AgencyQuerySet":
        """Units under a path and the units of the past whose records one of those keeps today."""
        return self.filter(Q(path__startswith=path) | Q(heir__path__startswith=path))

    def of_kind(self, *kinds: Kind) -> "AgencyQuerySet":
        return self.filter(kind__in=kinds)

    def one_stop_of(self, agency: "Agency", on: date) -> "Agency | None":
        """The one-stop centre nearest to a unit: its own, or that of the nearest unit above it at the same level."""
        for path in self.same_level(agency):
            found = self.valid(on).filter(kind=Kind.ONE_STOP, path__startswith=path).order_by("path").first()
            if found:
                return found
        return None

    def same_level(self, agency: "Agency") -> list[str]:
        """The paths of the unit and of those above it at its own level, nearest first."""
        levels = dict(self.filter(path__in=agency.paths_above()).values_list("path", "level"))
        return [path for path in reversed(agency.paths_above()) if levels.get(path) == agency.level]

    def heirs_of(self, code: str, *, on: date) -> "list[Agency]":
        """The units that stand on a day in the place of one that others took over, however often; [] when none did."""
        waiting, seen = set(self.filter(code=code).values_list("pk", flat=True)), set()
        found: list[Agency] = []
        while waiting:
            seen |= waiting
            after = self.filter(predecessions__before__in=waiting, predecessions__on__lte=on).exclude(pk__in=seen)
            units = list(after.distinct().order_by("path"))
            found += [unit for unit in units if unit.valid_to is None or unit.valid_to >= on]
            waiting = {unit.pk for unit in units}
        return found

    def with_holders(self, role: str, *, within: str, on: date) -> "Agency | None":
        """The unit with this code, or the nearest one under it, where somebody holds the role, if there is one."""
        holders = Post.objects.held(on).filter(agency=models.OuterRef("pk"), role=role)
        within_it = Agency.objects.filter(code=within).values("path")[:1]
        rows = self.filter(models.Exists(holders), path__startswith=models.Subquery(within_it))
        return rows.order_by(Length("path"), "path").first()

    def operator(self) -> "Agency | None":
        """The unit that runs this installation, if one was named."""
        return self.filter(operates=True).first()

    def visible_to(self, by: "Post") -> "AgencyQuerySet":
        """Names and addresses of offices are public."""
        return self.all()


class Agency(Root):
    """Any unit: province, department, commune, division, one-stop centre, service unit."""

    TRACKED = ("code", "name", "kind", "level", "parent", "valid_from", "valid_to", "operates")

    code = models.CharField("mã đơn vị", max_length=40, unique=True, db_collation="C")
    unit_code = models.CharField("mã đơn vị hành chính", max_length=10, blank=True, db_collation="C")
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọn", max_length=100)
    name_key = models.CharField(max_length=300, editable=False, db_collation="C")
    folded = models.CharField(max_length=300, editable=False, db_index=True)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    level = models.CharField("cấp", max_length=10, choices=Level)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=300, editable=False, db_collation="C", help_text="mã các cấp trên, ngăn bằng /")
    heir = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="+", verbose_name="nơi giữ hồ sơ nay"
    )  # follows from the successions: the unit standing today that keeps this one's records
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    place = models.CharField("địa danh ghi trên giấy tờ", max_length=60, blank=True)
    notation = models.CharField("ký hiệu trên văn bản", max_length=20, blank=True)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    operates = models.BooleanField(
        "vận hành hệ thống", default=False, db_default=False, editable=False
    )  # decision 0032

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], name="agency_path")]
        constraints = [
            models.CheckConstraint(name="agency_ends_after_it_begins", condition=LASTS),
            models.UniqueConstraint(name="one_operator", fields=["operates"], condition=Q(operates=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded, self.name_key = fold(self.name), sort_key(self.name)
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def is_within(self, other: "Agency") -> bool:
        """Tell whether this unit is the other or lies under it."""
        return self.path.startswith(other.path)

    def is_same_office(self, other: "Agency") -> bool:
        """Tell whether one lies within the other at the same level: a ward, its divisions and its one-stop desk."""
        return self.level == other.level and (self.is_within(other) or other.is_within(self))

    def paths_above(self) -> list[str]:
        """Return the paths from the top down to the unit's own."""
        codes = self.path.rstrip("/").split("/")
        return ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]

    @property
    def depth(self) -> int:
        """How many units lie above."""
        return self.path.count("/") - 1


class AgencySuccession(models.Model):
    """Which unit took over from which, from a date, by a decision (merger, split, renaming)."""

    before = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    after = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="predecessions")
    on = models.DateField()
    decision = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_succession", fields=["before", "after", "on"])]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}, {self.on:%d/%m/%Y}"


class CodePattern(models.Model):
    """How a unit and those below it write their dossiers' codes, from a day to a day; its changes are agency events."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="code_patterns")
    pattern = models.CharField("mẫu mã hồ sơ", max_length=80, db_collation="C")
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["agency", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="one_pattern_from_a_day", fields=["agency", "valid_from"]),
            models.UniqueConstraint(name="one_open_pattern", fields=["agency"], condition=Q(valid_to=None)),
            models.CheckConstraint(name="pattern_ends_after_it_begins", condition=LASTS),
        ]

    def __str__(self) -> str:
        return self.pattern


def pattern_for(agency: Agency, on: date) -> CodePattern | None:
    """Return the pattern by which a unit writes codes on a day: its own, else that of the nearest unit above it."""
    paths = agency.paths_above()
    return _nearest_pattern(len(paths)).first(on=on, **{f"path{place}": path for place, path in enumerate(paths)})


@functools.cache
def _nearest_pattern(depth: int) -> Prepared[CodePattern]:
    on = Given("on", models.DateField())
    paths = [Given(f"path{place}", models.CharField()) for place in range(depth)]
    rows = CodePattern.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    near = rows.filter(agency__path__in=paths).order_by(Length("agency__path").desc())[:1]
    return Prepared(lambda: near)


class AgencyEvent(Event):
    subject = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="events")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, by: "Post") -> "PersonQuerySet":
        """Accounts: one's own; an administrator's also those with a post in the tree and those without any post."""
        if by.role != Role.ADMINISTRATOR:
            return self.filter(pk=by.person_id)
        here = Post.objects.visible_to(by).at(by.agency).order_by().values("person")
        nowhere = ~models.Exists(Post.objects.filter(person=models.OuterRef("pk")))
        return self.filter(Q(pk__in=here) | nowhere)

    def named(self, words: str) -> "PersonQuerySet":
        """With all the words in the name or the user name."""
        rows = self
        for word in words.split():
            rows = rows.filter(Q(name__icontains=word) | Q(username__contains=word.lower()))
        return rows

    def without_post(self) -> "PersonQuerySet":
        """Who holds no post, for whatever reason."""
        return self.exclude(pk__in=Post.objects.filter(ended_at=None).order_by().values("person"))

    def with_posts(self) -> "PersonQuerySet":
        """With the posts that did not end, and their units."""
        held = Post.objects.filter(ended_at=None).exclude(role__in=MACHINES).select_related("agency")
        return self.prefetch_related(models.Prefetch("posts", held, to_attr="open_posts"))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=(username or "").lower())


class Person(AbstractBaseUser, Root):
    """An official with an account. What they may do comes from the posts they hold, never from the account."""

    TRACKED = ("username", "name", "is_active", "is_sample")

    username = models.CharField("tên đăng nhập", max_length=60, unique=True, db_collation="C")
    name = models.CharField("họ và tên", max_length=120)
    name_key = models.CharField(max_length=200, editable=False, db_collation="C")
    email = models.EmailField("thư công vụ", blank=True)
    is_active = models.BooleanField("đang dùng", default=True)
    is_sample = models.BooleanField("tài khoản mẫu", default=False, help_text="chỉ đăng nhập được ở bản dùng thử")
    password_set_at = models.DateTimeField(null=True, editable=False)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    objects = PersonManager()

    issued_codes: list[str]  # recovery codes made a moment ago; nowhere kept

    def may_be_used(self) -> bool:
        """Sample accounts, whose password everybody knows, work in the demo only."""
        return not self.is_sample or settings.MOTCUA_DEMO or settings.MOTCUA_TEST

    class Meta:
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name_key = person_sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class PersonEvent(Event):
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="events")


class PostQuerySet(models.QuerySet["Post"]):
    def held(self, on: date) -> "PostQuerySet":
        """Posts held on a day by people whose account is not blocked."""
        days = Q(valid_to=None) | Q(valid_to__gte=on), Q(valid_from__lte=on)
        return self.filter(*days, person__is_active=True, ended_at=None)

    def with_names(self) -> "PostQuerySet":
        return self.select_related("person", "agency")

    def of_person(self, person: Person) -> "PostQuerySet":
        """What a person holds or held, but for the system's own post."""
        return self.filter(person=person).exclude(role__in=MACHINES)

    def at(self, agency: Agency) -> "PostQuerySet":
        """Posts in a unit and in everything under it."""
        return self.filter(agency__path__startswith=agency.path)

    def outside(self, agency: Agency) -> "PostQuerySet":
        """Posts that are neither in a unit nor under it."""
        return self.exclude(agency__path__startswith=agency.path)

    def that_can(self, role: Role | str | Iterable[Role | str], agency: Agency, on: date) -> "list[Post]":
        """Who may do a step that asks for a role (or one of several) at a unit: the nearest holders on that day.

        Looked for in the unit and what lies under it, the shallowest first, then under each unit above it of the same
        level: a ward's step never goes to the province by itself. Two queries; an empty list when there is nobody.
        """
        roles = [role] if isinstance(role, str) else list(role)
        around = Agency.objects.same_level(agency)
        if not around:
            return []
        within = {"agency__level": agency.level, "agency__path__startswith": around[-1]}
        held = list(self.held(on).filter(role__in=roles, **within).with_names())
        for path in around:
            here = [post for post in held if post.agency.path.startswith(path)]
            if here:
                nearest = min(post.agency.depth for post in here)
                return [post for post in here if post.agency.depth == nearest]
        return []

    def system(self) -> "Post":
        """The named system person's post, for scheduled work."""
        return self.select_related("person", "agency").get(role=Role.SYSTEM)

    def portal(self) -> "Post":
        """The portal's post: citizens act through it, their events name the account."""
        return self.select_related("person", "agency").get(role=Role.CITIZEN)

    def visible_to(self, by: "Post") -> "PostQuerySet":
        """Who holds which post is public within the house."""
        return self.exclude(role__in=MACHINES)


class Post(Acting, Root):
    """A person's role in a unit, from–to: the actor of every action."""

    TRACKED = ("person", "agency", "role", "title", "capacity", "valid_from", "valid_to", "ended_at")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    title = models.CharField("chức danh", max_length=120)
    capacity = models.CharField("thẩm quyền ký", max_length=5, choices=Capacity, blank=True)
    signs_for = models.CharField(
        "dòng ghi trước chữ ký", max_length=200, blank=True, help_text="ví dụ: TM. ỦY BAN NHÂN DÂN"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    issued_token: str  # the text of a token issued a moment ago; nowhere kept
    present: datetime  # what the product's clock said at the door: when a session or token of the post was read
    came_back: bool  # whether an absence of its was over lately, where the door has asked
    is_away: bool  # whether it is away today, where the door has asked

    class Meta:
        ordering = ["person__name_key", "pk"]
        indexes = [models.Index(fields=["agency", "role"], name="post_agency_role", condition=Q(ended_at=None))]
        constraints = [
            models.CheckConstraint(name="post_ends_after_it_begins", condition=LASTS),
            models.CheckConstraint(  # only a dated document gives it, never a post
                name="post_gives_no_tuq", condition=~Q(capacity="TUQ.") & ~Q(signs_for__contains="TUQ.")
            ),
            models.UniqueConstraint(name="one_post_of_a_machine", fields=["role"], condition=Q(role__in=MACHINES)),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}, {self.title}"

    def is_held(self, on: date) -> bool:
        """Tell whether the post is held on a day."""
        return self.ended_at is None and self.valid_from <= on and (self.valid_to is None or self.valid_to >= on)


class PostEvent(Event):
    subject = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="events")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def in_force(self) -> "AccessTokenQuerySet":
        """Neither revoked nor run out (on real time)."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=Now()), revoked_at=None)


class AccessToken(models.Model):
    """A machine's key for one post; only its SHA-256 is kept. Ends with the post."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("dùng cho", max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField(db_default=CoreNow())
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = AccessTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(text: str) -> bytes:
        """What is kept of a token's text; 256 random bits need no salt."""
        return hashlib.sha256(text.encode()).digest()
