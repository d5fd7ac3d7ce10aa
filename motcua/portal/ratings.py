"""The form by which the people of a settled dossier say what they think of it, and what its page shows."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.dossiers.actions.rating import WORDS_LIMIT, rate
from motcua.dossiers.choices import Satisfaction
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.rating_terms import Criterion
from motcua.dossiers.ratings import may_be_rated, rating_of, terms_of
from motcua.portal.my_acts import done
from motcua.ui.inputs import Form, ProseField

NOT_MINE = "none"  # of a criterion that does not concern who answers
SATISFIED = [
    (Satisfaction.SATISFIED, _("Hài lòng")),
    (Satisfaction.ORDINARY, _("Bình thường")),
    (Satisfaction.DISSATISFIED, _("Không hài lòng")),
]


class RatingForm(Form):
    """How satisfied, one question for each criterion in the words of the terms, and a word of one's own."""

    def __init__(self, criteria: list[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        language = get_language() or "vi"
        self.fields["satisfied"] = _choice(_("Mức độ hài lòng nói chung"), SATISFIED)
        for each in criteria:
            answers = [(str(points), words.said_in(language)) for points, words in each.answers.items()]
            none = [(NOT_MINE, each.none.said_in(language))] if each.none else []
            self.fields[each.code] = _choice(each.name.said_in(language), answers + none)
        self.fields["words"] = ProseField(
            label=_("Ý kiến của bạn"), required=False, max_length=WORDS_LIMIT,
            help_text=_("Lãnh đạo và cán bộ cải cách hành chính của cơ quan sẽ đọc. Đừng ghi số điện thoại của ai."),
        )  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        """Return what the action takes."""
        given = self.cleaned_data
        scores = {each.code: None if given[each.code] == NOT_MINE else int(given[each.code]) for each in self.criteria}
        return {"satisfied": given["satisfied"], "scores": scores, "words": given["words"]}


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    missing = {"required": _("Chọn một câu trả lời"), "invalid_choice": _("Chọn một câu trả lời")}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=missing)


def form_of(request: HttpRequest, dossier: Dossier, rating: Rating | None, *, by: Post) -> RatingForm | None:
    """Return the form, None where nothing can be said any more; filled in only for the account that had said it."""
    shut = rating is not None and rating.account_id is not None and by.account is None
    if shut or not may_be_rated(dossier, rating, now=now()):
        return None
    criteria = terms_of(dossier, rating).asked_of(dossier.channel)
    mine = rating if rating and by.account and rating.account_id == by.account.pk else None
    return RatingForm(criteria, request.POST if request.method == "POST" else None, initial=_said(mine, criteria))


def _said(rating: Rating | None, criteria: list[Criterion]) -> dict[str, Any]:
    if rating is None:
        return {}
    scores = {each.code: str(rating.scores.get(each.code, NOT_MINE)) for each in criteria}
    return {"satisfied": rating.satisfied, "words": rating.words, **scores}


class Rated:
    """A dossier that is being rated: its form (None: nothing can be said any more), what was said before, and when."""

    def __init__(self, request: HttpRequest, dossier: Dossier, *, by: Post) -> None:
        self.dossier, self.by, self.rating = dossier, by, rating_of(dossier)
        self.form = form_of(request, dossier, self.rating, by=by)

    def is_sent(self, *, key: str = "") -> bool:
        """Do what was sent; what is refused stands in the form."""
        if self.form is None or not self.form.is_bound:
            return False
        return done(self.form, partial(self._rate, key=key))

    def _rate(self, *, key: str) -> None:
        assert self.form is not None
        rate(self.dossier, by=self.by, key=key, **self.form.inputs())

    @property
    def until(self) -> datetime | None:
        """Until when what was said may be changed."""
        if self.rating is None:
            return None
        return self.rating.given_at + timedelta(days=terms_of(self.dossier, self.rating).change_days)

    def shown(self) -> dict[str, Any]:
        """Return what the page shows; never what somebody said, but to their own account."""
        return {
            "dossier": self.dossier, "procedure": self.dossier.content.name, "form": self.form, "until": self.until,
            "given_at": self.rating.given_at if self.rating else None,
        }  # fmt: skip
