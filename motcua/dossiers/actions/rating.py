"""The people of a settled dossier say what they think of how it was settled: once, to be changed for some days."""

from collections.abc import Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.erasures import tell
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.choices import Action, Satisfaction
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.rating_terms import MOST, RatingTerms
from motcua.dossiers.ratings import ended_at, terms_of

WORDS_LIMIT = 1_000


@action(Action.RATE, permit=permissions.may_rate, lifecycle=LIFECYCLE)
def rate(
    dossier: Dossier, *, by: Post, satisfied: str, scores: Mapping[str, int | None], words: str = "", key: str = ""
) -> dict[str, Any]:
    """Keep what somebody thinks, in the place of what they thought before.

    `scores`: points by criterion, None for what does not concern them. `key`, from who has no account, is the one of
    the slip's link; what was said from an account is changed from one only. Raises NotPermitted, StepRefused
    (`never_received`, `erased`, `too_late`, `rated_by_account`), BadInput (`unknown_satisfaction`, `unknown_criterion`,
    `answer_missing`, `bad_points`, `words_too_long`).
    """
    if by.account is None and not compare_digest(key.encode(), dossier.tracking_token.encode()):
        raise NotPermitted()
    before = Rating.objects.select_for_update().filter(dossier=dossier).first()
    terms = _open_terms(dossier, before)
    if before is not None and before.account_id is not None and by.account is None:
        raise StepRefused("Hồ sơ đã được đánh giá từ tài khoản: hãy đăng nhập để sửa.", code="rated_by_account")
    if satisfied not in Satisfaction.values:
        raise BadInput("unknown_satisfaction", "Hãy chọn mức độ hài lòng.", field="satisfied")
    rating = before or Rating(dossier=dossier, terms=terms.valid_from, given_at=dossier.moment)
    rating.scores = sound_scores(terms, dossier.channel, scores)
    rating.satisfied, rating.words, rating.erased_at = satisfied, _sound_words(words), None
    rating.by, rating.account = by, by.account
    rating.changed_at = dossier.moment if before is not None else None
    rating.save()
    _tell_the_dossier(dossier, rating)
    return {"scores": rating.scores, "satisfied": satisfied, "terms": rating.terms, "again": before is not None}


def _open_terms(dossier: Dossier, before: Rating | None) -> RatingTerms:
    ended = ended_at(dossier)
    if ended is None:
        raise StepRefused("Hồ sơ chưa từng được tiếp nhận: không đánh giá.", code="never_received")
    if dossier.erased_at is not None:
        raise StepRefused("Nội dung hồ sơ đã được xóa: không đánh giá nữa.", code="erased")
    terms = terms_of(dossier, before)
    if not terms.is_open(ended=ended, rated=before.given_at if before else None, now=dossier.moment):
        raise StepRefused("Đã hết thời gian đánh giá hồ sơ này.", code="too_late")
    return terms


def sound_scores(terms: RatingTerms, channel: str, given: Mapping[str, int | None]) -> dict[str, int]:
    """Return the points of each criterion that concerns somebody. Raises BadInput."""
    asked = {each.code: each for each in terms.asked_of(channel)}
    if given.keys() - asked.keys():
        raise BadInput("unknown_criterion", "Câu hỏi không có trong phiếu đánh giá.")
    for code, criterion in asked.items():
        if given.get(code) is None and (code not in given or criterion.none is None):
            raise BadInput("answer_missing", "Hãy trả lời câu này.", field=code)
    scores = {code: points for code, points in given.items() if points is not None}
    for code, points in scores.items():
        if type(points) is not int or not 0 <= points <= MOST:
            raise BadInput("bad_points", "Điểm chỉ có thể là 0, 1 hoặc 2.", field=code)
    return scores


def _sound_words(words: str) -> str:
    words = clean(words, lines=True)
    if len(words) > WORDS_LIMIT:
        raise BadInput("words_too_long", f"Ý kiến dài quá {WORDS_LIMIT:,} ký tự.".replace(",", "."), field="words")
    return words


def _tell_the_dossier(dossier: Dossier, rating: Rating) -> None:
    """What figures are made of; the day of a rating stays the first one."""
    dossier.rated_at = rating.given_at
    dossier.rated_points, dossier.rated_of = sum(rating.scores.values()), MOST * len(rating.scores)
    dossier.rated_low = rating.satisfied == Satisfaction.DISSATISFIED


def empty_rating(rating: Rating, *, at: datetime) -> bool:
    """Erase the words, inside an action; points and satisfaction stay. False when there were none."""
    if not rating.words:
        return False
    rating.words, rating.erased_at = "", at
    rating.save(update_fields=["words", "erased_at"])
    tell("dossiers.rating", [rating.pk])
    return True
