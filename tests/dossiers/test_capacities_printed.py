"""What stands before a signature on every printed paper: TM., Q., KT., TL. with the post, TUQ. by a document only."""

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.dossiers.actions import closing, deciding, extending, pausing, printing
from motcua.dossiers.models import PrintedPaper
from tests import dossier_factories as make
from tests.dossiers.test_opinions import plain
from tests.factories import make_person, make_post
from tests.journeys.conftest import squeezed
from tests.standing import again, delegated

LINES = {
    "TM.": "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    "Q.": "TM. ỦY BAN NHÂN DÂN\nQ. CHỦ TỊCH",
    "KT.": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "TL.": "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG",
}


def seated(house, capacity):
    """A leader of the ward who signs so."""
    person = make_person(name="Lý Thị Ký")
    return make_post(Role.LEADER, agency=house.ward, person=person, capacity=capacity, signs_for=LINES[capacity])


def printed(dossier, form):
    return squeezed(plain(printing.rendered(PrintedPaper.objects.get(dossier=dossier, form=form))))


@pytest.mark.parametrize("capacity", LINES)
def test_what_comes_with_the_post_stands_on_results_and_every_other_paper(house, capacity):
    signer, dossier = seated(house, capacity), make.to_sign(house)
    signed = deciding.sign(dossier, by=signer, template="result")
    papers = [(signed, "result")]
    stopped = closing.stop(make.in_progress(house), by=signer, reason="Không còn đối tượng")
    later = extending.extend(make.in_progress(house), by=signer, due=today().replace(year=2099), reason="Chờ xác minh")
    papers += [(stopped, "stop"), (later, "apology")]
    for done, form in papers:
        text = printed(done, form)
        assert squeezed(f"{LINES[capacity]}{signer.person.name}") in text.replace("(Ký)", ""), form
        assert "TUQ." not in text
    assert signed.results.get().document.signer_capacity == capacity


def test_slips_of_a_specialist_carry_nobodys_capacity(house):
    dossier = make.in_progress(house)
    asked = pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    text = printed(asked, "supplement")
    assert not any(each in text for each in ("TUQ.", "KT.", "TL."))


def test_tuq_stands_only_by_a_dated_delegation_in_force(house):
    head = house.head
    delegated(house.leader, head)
    signed = deciding.sign(make.to_sign(house), by=again(head), template="result")
    assert squeezed(f"TUQ. {house.leader.seal_title}") in printed(signed, "result")
    document = signed.results.get().document
    assert document.signer_capacity == "TUQ."


class TestPosts:
    @pytest.mark.parametrize(
        ("capacity", "lines"),
        [("TUQ.", ""), ("TUQ.", "TUQ. CHỦ TỊCH"), ("", "TUQ. CHỦ TỊCH"), ("KT.", "TUQ. CHỦ TỊCH")],
    )
    def test_nobody_is_appointed_to_sign_tuq(self, house, capacity, lines):
        with pytest.raises(BadInput, match="văn bản ủy quyền") as refused:
            make_post(Role.LEADER, agency=house.ward, capacity=capacity, signs_for=lines)
        assert refused.value.code == "tuq_needs_document"

    def test_nor_does_the_database_let_a_post_give_it(self, house):
        for wrong in ({"capacity": "TUQ."}, {"signs_for": "KT. CHỦ TỊCH\nTUQ. CHỦ TỊCH"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Post.objects.filter(pk=house.leader.pk).update(**wrong)

    @pytest.mark.parametrize(
        ("capacity", "lines"),
        [("KT.", "TL. CHỦ TỊCH"), ("TM.", "KT. CHỦ TỊCH"), ("TL.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")],
    )
    def test_what_is_chosen_and_what_is_printed_do_not_differ(self, house, capacity, lines):
        with pytest.raises(BadInput) as refused:
            make_post(Role.LEADER, agency=house.ward, capacity=capacity, signs_for=lines)
        assert refused.value.code == "capacity_differs"

    @pytest.mark.parametrize("capacity", LINES)
    def test_the_lines_alone_say_it_too(self, house, capacity):
        assert make_post(Role.LEADER, agency=house.ward, signs_for=LINES[capacity]).capacity == capacity
