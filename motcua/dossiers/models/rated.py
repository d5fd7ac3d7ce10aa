"""What people think of how their dossier was settled: one rating of a dossier, and what of it the dossier keeps."""

import uuid
from typing import Any

from django.db import models
from django.db.models import BooleanField, F, Func, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.models import Account
from motcua.core.fields import EncryptedText
from motcua.dossiers.choices import Satisfaction
from motcua.dossiers.models.sight import overseen

DOSSIER = "dossiers.Dossier"
RATED = ("rated_at", "rated_points", "rated_of", "rated_low")  # tracked: figures are made from events


class Rated(models.Model):
    """What a dossier's row tells of its rating: since when, so many points of so many, whether it is a bad one."""

    rated_at = models.DateTimeField("lúc được đánh giá", null=True)
    rated_points = models.SmallIntegerField("điểm đánh giá", null=True)
    rated_of = models.SmallIntegerField("trên số điểm", null=True)
    rated_low = models.BooleanField("không hài lòng", default=False, db_default=False)

    class Meta:
        abstract = True


RATED_WHOLE = models.CheckConstraint(
    name="dossier_rated_whole",
    condition=Q(rated_at=None, rated_points=None, rated_of=None, rated_low=False)
    | Q(rated_at__isnull=False, rated_points__gte=0, rated_points__lte=F("rated_of"), rated_of__isnull=False),
)
RATED_LISTS = [
    models.Index(
        fields=["agency", "-rated_low", "-rated_at", "-id"], name="dossier_rated", condition=Q(rated_at__isnull=False)
    ),
    models.Index(fields=["agency", "decided_at"], name="dossier_decided", condition=Q(decided_at__isnull=False)),
    models.Index(  # withdrawn or stopped
        fields=["agency", "closed_at"],
        name="dossier_rated_unfinished",
        condition=Q(rated_at__isnull=False, decided_at=None),
    ),
]


class IsScore(Func):
    """Every value of a map is 0, 1 or 2."""

    template = "NOT jsonb_path_exists(%(expressions)s, '$.* ? (@ != 0 && @ != 1 && @ != 2)'::jsonpath)"
    output_field = BooleanField()


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, by: Post) -> "RatingQuerySet":
        """Whose words a post reads: an account's own; of the office, its head and its reform officer. Nobody who
        worked on the dossier reads them for that."""
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role == Role.CITIZEN:
            return self.filter(account=by.account) if by.account is not None else self.none()
        if by.role not in (Role.LEADER, Role.REFORM_OFFICER):
            return self.none()
        path = overseen(by)
        return self.filter(dossier__agency__path__startswith=path, dossier__agency__level=by.agency.level)


class Rating(models.Model):
    """One rating; changed for some days by who gave it, never deleted.

    `terms` is the day of the terms under which it was given, `scores` points by the code of the criterion (what does
    not concern somebody is absent). Without an account it came through the link of the slip.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.OneToOneField(DOSSIER, on_delete=models.PROTECT, related_name="rating")
    terms = models.DateField()
    scores = models.JSONField(default=dict)
    satisfied = models.CharField("mức độ hài lòng", max_length=12, choices=Satisfaction, db_collation="C")
    words: Any = EncryptedText("ý kiến")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("lúc đánh giá")
    changed_at = models.DateTimeField("lúc sửa", null=True)
    erased_at = models.DateTimeField(null=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="rating_scores_are_points", condition=IsScore("scores")),
            models.CheckConstraint(name="rating_satisfied_known", condition=Q(satisfied__in=Satisfaction.values)),
            models.CheckConstraint(
                name="rating_changed_later", condition=Q(changed_at=None) | Q(changed_at__gte=F("given_at"))
            ),
            models.CheckConstraint(name="erased_rating_is_empty", condition=Q(erased_at=None) | Q(words=None)),
        ]

    def __str__(self) -> str:
        return str(self.get_satisfied_display())
