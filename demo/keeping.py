"""What those who keep the office in order have done: procedures posted, limits proposed, instructions written; who is
away, who may sign by delegation, what stands on the office's papers; a citizen's question about the data held of them.

Added where there is none yet, so that the sample office's own people may go on with it.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from motcua.agencies.actions import delegate, record_absence
from motcua.agencies.choices import Away, Role
from motcua.agencies.models import Agency, Delegation, Post
from motcua.agencies.standing_in import can_stand_in
from motcua.core import clock
from motcua.correspondence.actions import publish_letterhead
from motcua.correspondence.models import Letterhead
from motcua.dossiers.models import Dossier
from motcua.guidance.actions import write
from motcua.guidance.models import Instruction
from motcua.privacy.actions import name_duty, receive
from motcua.privacy.models import RightsRequest
from motcua.procedures.actions.posting import put_up
from motcua.procedures.actions.proposals import reject, submit
from motcua.procedures.models import Edition, Posting, Proposal, content_of

WARD, DESK = "H57.54", "H57.54.04"
POSTED, PROPOSED = 60, 3
EXTRACT = "2.000635"  # copies of extracts of civil status
REASONS = (
    "Bước kiểm tra giấy tờ đã làm xong ngay khi tiếp nhận, không cần một ngày riêng.",
    "Hồ sơ sáu tháng qua đều xong trước hạn hai ngày.",
    "Không còn phải chờ văn bản giấy của đơn vị phối hợp.",
)
INSTRUCTIONS = (
    (
        "Người nộp thay không có giấy ủy quyền",
        "Vẫn tiếp nhận khi người nộp là vợ, chồng, cha, mẹ, con của chủ hồ sơ và xuất trình giấy tờ chứng minh.\n"
        "Trường hợp khác: hướng dẫn lập giấy ủy quyền, không từ chối hồ sơ.",
    ),
    (
        "Bản sao không có chứng thực",
        "Đối chiếu với bản chính ngay tại quầy, ghi “đã đối chiếu” và ký tên; không yêu cầu công dân đi chứng thực.",
    ),
)


def make(agencies: dict[str, Agency]) -> None:
    """Let the ward's reform officer and its leader do what is not done yet."""
    held = Post.objects.held(clock.today()).with_names()
    officer = held.filter(role=Role.REFORM_OFFICER).at(agencies[WARD]).get()
    leader = held.filter(role=Role.LEADER, agency=agencies[WARD]).order_by("pk").first()
    if leader is not None and not Instruction.objects.exists():
        for title, body in INSTRUCTIONS:
            write(by=leader, agency=agencies[WARD], title=title, body=body, source="Thông báo của UBND phường (mẫu)")
    editions = list(Edition.objects.receivable_at(agencies[DESK], clock.today()).order_by("code")[:POSTED])
    if not Posting.objects.exists():
        for edition in editions:
            day = max(edition.valid_from, clock.today() - timedelta(days=20))
            put_up(by=officer, desk=agencies[DESK], edition=edition, posted_on=day)
    if leader is not None and not Delegation.objects.exists():
        _stand_in(held.at(agencies[WARD]), leader)
    _set_papers(held.filter(role=Role.ADMINISTRATOR).at(agencies[WARD]).first(), agencies[WARD])
    if leader is not None and not RightsRequest.objects.exists():
        _ask(held, agencies[WARD], leader)
    if leader is not None and not Proposal.objects.exists():
        own = [edition for edition in editions if edition.office_id == agencies[WARD].pk]
        _propose(own, officer=officer, leader=leader)


def _propose(editions: list[Edition], *, officer: Post, leader: Post) -> None:
    """Propose a shorter limit for the first few that have one to shorten; the last of them is refused."""
    told: list[Proposal] = []
    for edition in editions:
        rule = next((rule for rule in content_of(edition.pk).limits if (rule.amount or 0) >= 5), None)
        if rule is None or len(told) == PROPOSED:
            continue
        after = Decimal(rule.amount or 0) - 1
        told.append(
            submit(
                by=officer, adoption=edition.adoption, after=after, reason=REASONS[len(told)], case=rule.case or "",
                channel=rule.channel or "",
            )
        )  # fmt: skip
    if told:
        reject(told[-1], by=leader, refusal="Chờ hết quý, khi có đủ số liệu.")


def _stand_in(held: Any, leader: Post) -> None:
    """A specialist is on leave for some days, another stands in; the head of the office signs copies of extracts."""
    today, by_name = clock.today(), {post.person.username.partition(".")[0]: post for post in held}
    away, rest = by_name["giaoduc"], by_name["xahoi"]
    others = [post for post in held if can_stand_in(post, away) and post != rest]
    record_absence(
        by=away, post=away, valid_from=today, valid_to=today + timedelta(days=4), reason=Away.LEAVE, substitute=rest,
        shares=[("dossier.opinion", "", post) for post in others[:1]],
    )  # fmt: skip
    delegate(
        by=leader, giver=leader, taker=by_name["chanhvanphong"], number="12/QĐ-UBND", date=today,
        valid_from=today, valid_to=today + timedelta(days=180), scope=[f"procedure:{EXTRACT}"],
    )  # fmt: skip


def _set_papers(administrator: Post | None, ward: Agency) -> None:
    """The ward's slips tell where to ask and, on the receipt, what to bring."""
    if administrator is not None and not Letterhead.objects.exists():
        publish_letterhead(
            by=administrator, agency=ward, valid_from=clock.today(), hours="Thứ Hai – Thứ Sáu và sáng Thứ Bảy",
            notes={"receipt": "Khi nhận kết quả tại {noi_tra}, mang theo giấy này và căn cước; tra cứu: {ma_ho_so}."},
            note="Mẫu của văn phòng minh họa",
        )  # fmt: skip


def _ask(held: Any, ward: Agency, leader: Post) -> None:
    """Somebody whose dossier was received here asks what is held of them; the registry clerk answers."""
    own = held.at(ward)
    clerk, registry = own.filter(role=Role.RECEPTIONIST).first(), own.filter(role=Role.REGISTRY_CLERK).first()
    known = Dossier.objects.filter(desk=clerk.agency, applicant__identity_number__isnull=False).order_by("pk").first()
    if known is None:
        return
    name_duty(by=leader, office=ward, post=registry, source="Quyết định 9/QĐ-UBND (mẫu)", valid_from=clock.today())
    receive(
        by=clerk, right="export", name=known.applicant.name, identity_number=known.applicant.identity_number,
        proof="card", asked="Xin cho biết phường đang lưu những dữ liệu gì của tôi.",
    )  # fmt: skip
