"""What some people of the sample dossiers thought of how these were settled. All invented."""

from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.dossiers.actions.rating import rate
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.ratings import may_be_rated, terms_of

# satisfied, points by criterion in the order of the questions (None: does not concern them), words
SAID: tuple[tuple[str, tuple[int | None, ...], str], ...] = (
    ("satisfied", (2, 2, 2, None, 2), "Cán bộ hướng dẫn kỹ, nhận kết quả sớm hơn hẹn."),
    ("satisfied", (2, 1, 2, None, 1), ""),
    ("dissatisfied", (1, 0, 0, 0, 1), "Bảng niêm yết không ghi phải có bản vẽ mặt cắt móng, tôi phải đi lại hai lần."),
    ("ordinary", (1, 1, 1, None, 1), ""),
    ("satisfied", (2, 2, 1, 2, 2), "Có hỏi về lệ phí, được trả lời ngay trong ngày."),
)
EVERY = 2  # not everybody says something


def make(*, by: Post) -> int:
    """Let every other of the people whose dossier is settled say something, once; returns how many did."""
    if Rating.objects.visible_to(by).exists():
        return 0
    settled = Dossier.objects.visible_to(by).exclude(decided_at=None).order_by("pk")[::EVERY]
    found = [dossier for dossier in settled if may_be_rated(dossier, None, now=now())]
    for number, dossier in enumerate(found):
        satisfied, points, words = SAID[number % len(SAID)]
        codes = [each.code for each in terms_of(dossier).asked_of(dossier.channel)]
        scores = dict(zip(codes, points, strict=False))
        rate(
            dossier, by=Post.objects.portal(), satisfied=satisfied, scores=scores, words=words,
            key=dossier.tracking_token,
        )  # fmt: skip
    return len(found)
