"""What those who keep the office in order have done: procedures posted, limits proposed, instructions written.

Added where there is none yet, so that the sample office's own people may go on with it.
"""

from datetime import timedelta
from decimal import Decimal

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core import clock
from motcua.guidance.actions import write
from motcua.guidance.models import Instruction
from motcua.privacy.actions import name_duty
from motcua.privacy.models import DataDuty
from motcua.procedures.actions.posting import put_up
from motcua.procedures.actions.proposals import reject, submit
from motcua.procedures.models import Edition, Posting, Proposal, content_of

DUTY = "Quyết định của UBND phường (mẫu)"
WARD, DESK = "H57.54", "H57.54.04"
POSTED, PROPOSED = 60, 3
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
    if leader is not None and not Proposal.objects.exists():
        own = [edition for edition in editions if edition.office_id == agencies[WARD].pk]
        _propose(own, officer=officer, leader=leader)
    clerk = held.filter(role=Role.REGISTRY_CLERK).at(agencies[WARD]).order_by("pk").first()
    if leader is not None and clerk is not None and not DataDuty.objects.exists():
        name_duty(by=leader, office=agencies[WARD], post=clerk, source=DUTY, valid_from=clock.today())


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
