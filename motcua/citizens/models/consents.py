"""Who agreed to what, in which version, read in which language, from when until when, and who took it down."""

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.choices import ConsentKind, ConsentState
from motcua.citizens.consents import text_of
from motcua.citizens.models.accounts import Account, AccountQuerySet
from motcua.citizens.models.applicants import Applicant
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root

RECORDERS = (Role.RECEPTIONIST,)  # who takes down what people agree to at a desk


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, by: Post) -> "ConsentQuerySet":
        """A citizen's own, given in the account or at a desk; to a desk what its office took down."""
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role == Role.CITIZEN:
            mine = Applicant.objects.of_account(by.account).order_by()
            return self.filter(Q(account__in=AccountQuerySet(Account).visible_to(by)) | Q(applicant__in=mine))
        if by.role in RECORDERS:
            return self.filter(by__agency=by.agency, applicant__isnull=False)
        return self.none()

    def given(self) -> "ConsentQuerySet":
        """Those that hold now."""
        return self.filter(state=ConsentState.GIVEN)

    def of_account(self, account: Account) -> "ConsentQuerySet":
        """What a holder agreed to in the account itself."""
        return self.filter(account=account)


class Consent(Root):
    """One agreement of one person to one version of a text; kept as the proof that it was given, also afterwards.

    The person is either the holder of an `account`, who agreed there, or somebody at a desk: then `applicant` is what
    they declared of themselves (`declare`), whether they have an account or not, and `by` the post that took it down
    (`actions.record_consent`). What hangs on a consent points to it, asks `holds` before it goes on, and follows its
    end by a reaction to `Action.WITHDRAW_CONSENT`.
    """

    TRACKED = ("state", "ended_at")

    kind = models.CharField("việc", max_length=12, choices=ConsentKind, db_collation="C")
    text = models.PositiveSmallIntegerField("bản chữ số")
    language = models.CharField("đọc bằng tiếng", max_length=5, default="vi", db_collation="C")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="consents")
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, null=True, related_name="consents")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người ghi")
    state = models.CharField(max_length=10, choices=ConsentState, default=ConsentState.GIVEN, db_collation="C")
    given_at = models.DateTimeField("lúc đồng ý", db_default=CoreNow())
    ended_at = models.DateTimeField("lúc hết hiệu lực", null=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_consent_of_an_account", fields=["account", "kind"], condition=Q(state="given")
            ),
            models.CheckConstraint(name="consent_kind_known", condition=Q(kind__in=ConsentKind.values)),
            models.CheckConstraint(
                name="consent_of_one_person",
                condition=Q(account=None, applicant__isnull=False) | Q(account__isnull=False, applicant=None),
            ),
            models.CheckConstraint(
                name="consent_ended_has_moment",
                condition=Q(state="given", ended_at=None)
                | Q(state__in=["replaced", "withdrawn"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, bản {self.text}"

    @property
    def holds(self) -> bool:
        """Whether it was given and neither withdrawn nor replaced."""
        return self.state == ConsentState.GIVEN

    def words(self, language: str = "vi") -> str:
        """Return what was agreed to, in a language of the portal."""
        return text_of(self.kind, self.text).words(language)


class ConsentEvent(Event):
    subject = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="events")
