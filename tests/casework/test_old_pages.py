"""A page left open while the dossier went on: what it says when it is sent, and what it still offers."""

import re

import pytest

from motcua.dossiers.actions import closing, deciding, moving
from tests import dossier_factories as make
from tests.casework.test_acting import address, send

ENDS = {
    "return_result": ("to_sign", "propose", "specialist", "Đã trả kết quả"),
    "withdraw": ("in_progress", "extend", "head", "Công dân rút hồ sơ"),
    "stop": ("in_progress", "withdraw", "clerk", "Dừng giải quyết"),
}


@pytest.mark.parametrize("end", ENDS)
def test_an_old_page_of_a_closed_dossier_says_what_became_of_it_and_asks_for_nothing(house, screen_of, end):
    """However often it is sent again: nothing on it is a way to be refused once more."""
    begin, slug, who, state = ENDS[end]
    dossier = getattr(make, begin)(house)
    old = dossier.version
    if end == "return_result":
        dossier = moving.hand_over(deciding.sign(dossier, by=house.leader, template="result"), by=house.registry)
        closing.return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    else:
        getattr(closing, end)(dossier, by=house.head if end == "stop" else house.clerk, reason="Đổi ý")
    post = getattr(house, who)
    for given in ({"text": "Chữ đã gõ", "reason": "Chữ đã gõ"}, {}):  # whole, and what would be asked for again
        answer = send(screen_of(post), dossier, slug, version=old, **given)
        assert answer.status_code == 409
        assert "Việc này không còn làm được" in answer.text
        assert f"nay ở trạng thái “{state}”" in answer.text
        assert "gửi lại" not in answer.text
        assert "phải sửa" not in answer.text  # nothing is to be mended in what cannot be sent
        assert 'data-key="form.save"' not in answer.text
        assert not re.search(r'<button[^>]*type="submit"[^>]*class="btn (primary|danger)', answer.text)
        assert f'name="version" value="{old}"' in answer.text  # Enter in a field sends the same old page
        assert not given or "Chữ đã gõ" in answer.text
    offered = screen_of(post).get(f"/xu-ly/ho-so/{dossier.code}/").text
    ways = set(re.findall(r'href="(/xu-ly/ho-so/[^"]+/viec/[^"]+/)"', answer.text))
    assert ways == set(re.findall(r'href="(/xu-ly/ho-so/[^"]+/viec/[^"]+/)"', offered))


def test_an_old_page_leads_to_what_is_still_possible(house, screen_of):
    dossier = make.decided(house)
    old = dossier.version
    dossier = moving.hand_over(dossier, by=house.registry)
    closing.return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    answer = send(screen_of(house.leader), dossier, "sign", version=old - 1)
    assert answer.status_code == 409
    assert f'href="{address(dossier, "correct-result")}"' in answer.text
    page = screen_of(house.leader).get(address(dossier, "correct-result"))
    assert page.status_code == 200
