"""The guides name what is on the screens: labels, accounts, addresses, examples that run."""

import json
import re
from datetime import date

import house
import pytest
from django.urls import Resolver404, resolve

from demo.people import PASSWORD, everyone
from motcua.agencies import actions
from motcua.agencies.models import AccessToken, Person, Post
from tests.factories import system

GUIDES = sorted((house.ROOT / "docs" / "huong-dan").glob("*.md"))
LABELS = re.compile(r"\*\*([^*\n]+)\*\*|(?<!\*)\*([^*\n]+)\*(?!\*)")
PARTS = re.compile(r" → | · |, ")
# Words of the guide itself, made strong or leaning; everything else marked so stands on a screen or on paper.
OWN_WORDS = {
    "nếu nhận bây giờ thì hẹn ngày nào", "lưu ý chứ không chặn", "tuq. chủ tịch", "gõ việc cần làm", "quét mã qr",
    "mở quán", "nhánh song song", "với cán bộ khác", "rút ngắn một thời hạn", "đăng ký quá hạn 60 ngày",
    "bấm quay lại", "hai thẻ", "quyết định cả n khác biệt đang lọc",
}  # fmt: skip
SCREENS = {".html", ".py", ".js", ".typ", ".po"}


@pytest.fixture(scope="module")
def shown():
    """Everything that screens, papers and commands may say, in one small-lettered line."""
    ours = [house.ROOT / "motcua", house.ROOT / "config"]
    files = [path for path in house.tracked() if path.suffix in SCREENS and not set(path.parents).isdisjoint(ours)]
    return re.sub(r"\s+", " ", " ".join(path.read_text(encoding="utf-8") for path in files)).lower()


def labels(text):
    marked = (part for pair in LABELS.findall(text) for part in PARTS.split("".join(pair)))
    return {part.strip(" .:;…()").lower() for part in marked} - {""}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_every_label_that_a_guide_names_stands_on_a_screen(guide, shown):
    named = labels(guide.read_text(encoding="utf-8"))
    assert len(named) > 8
    assert sorted(label for label in named - OWN_WORDS if label not in shown) == []


def test_a_label_that_is_nowhere_would_be_found(shown):
    named = labels("Bấm **Chuyển bước** rồi *Nút không có*")
    assert [label for label in named if label not in shown] == ["nút không có"]


def test_the_accounts_and_the_password_of_the_guides_are_the_demos():
    there = {username for username, _, _ in everyone()}
    named = set()
    for guide in GUIDES:
        text = guide.read_text(encoding="utf-8")
        named |= set(re.findall(r"`([a-z]+\d?\.(?:huongtra|kimtra))`", text))
        assert set(re.findall(r"`(Mot-Cua-[^`]+)`", text)) <= {PASSWORD}
    assert named <= there
    assert len(named) >= 6


def test_the_addresses_of_the_guides_are_answered():
    found = {path for guide in GUIDES for path in re.findall(r"`(/[a-z0-9/-]*/)`", guide.read_text(encoding="utf-8"))}
    wrong = []
    for path in found:
        try:
            resolve(path)
        except Resolver404:
            wrong.append(path)
    assert wrong == []
    assert "/dang-nhap/" in found


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["docs/huong-dan/quan-tri.md", "docs/operations.md"])
def test_the_examples_for_the_shell_run_and_do_what_they_say(page, house_of_the_guide):
    blocks = re.findall(r"```python\n(.*?)```", (house.ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks, page
    for block in blocks:
        exec(compile(block.replace("H57.54.04", house_of_the_guide.centre.code), page, "exec"), {})
    if page.endswith("quan-tri.md"):
        post = Post.objects.get(person__username="lan.nguyen")
        assert (post.valid_from, post.title) == (date.today(), "Công chức tiếp nhận")
        assert post.ended_at is not None
        return
    waiting = Person.objects.filter(must_change_password=False, is_active=True).exclude(posts=system())
    assert not waiting.exists()
    assert Person.objects.filter(must_change_password=True).count() > 5
    assert not AccessToken.objects.filter(revoked_at=None).exists()


@pytest.fixture
def house_of_the_guide(house):
    actions.issue_token(house.clerk, by=system(), name="Máy quét")
    return house


def test_what_the_monitor_is_told_in_the_guide_is_an_answer_of_that_shape():
    page = (house.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    answer = re.search(r'^(\{"status".*?\}\})$', page, re.MULTILINE | re.DOTALL).group(1)
    assert set(json.loads(answer)) == {"status", "troubles", "backup", "check", "drill", "limits"}
