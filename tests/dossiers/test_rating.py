"""The people of a settled dossier rate it: once, changed for some days, kept from everybody but whom it concerns."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from motcua.agencies.choices import Level, Role
from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.events import rebuild, tracked
from motcua.core.models import Erasure
from motcua.dossiers.actions import closing
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.actions.rating import rate, sound_scores
from motcua.dossiers.choices import Action, State
from motcua.dossiers.erasures import empty_ratings_again
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.rating_terms import known, terms_from, terms_on
from motcua.dossiers.ratings import may_be_rated, rating_of
from tests import dossier_factories as make
from tests.crowd import together
from tests.dossier_factories import of_account
from tests.factories import make_account, make_agency, make_post, system

GOOD = {"reception": 2, "publicity": 1, "attitude": 2, "feedback": None}
TERMS = known()[0]


def of_slip(dossier, **more):
    given = {"satisfied": "satisfied", "scores": GOOD, "key": dossier.tracking_token}
    return rate(dossier, by=Post.objects.portal(), **given | more)


def test_what_somebody_thinks_is_kept_and_told_by_the_dossier_and_its_event(house):
    dossier = make.returned(house)
    done = of_slip(dossier, words="  Cảm ơn\x00 ")
    rating = Rating.objects.get()
    assert (rating.scores, rating.satisfied, rating.words) == (
        {"reception": 2, "publicity": 1, "attitude": 2},
        "satisfied",
        "Cảm ơn",
    )
    assert (done.rated_at, done.rated_points, done.rated_of, done.rated_low) == (rating.given_at, 5, 6, False)
    event = done.last_event
    assert (event.action, event.data["again"], event.data["terms"]) == (Action.RATE, False, "2018-06-21")
    assert "Cảm ơn" not in str(event.data)
    assert event.note() == ""
    assert event.data["changed"]["rated_points"] == 5
    assert rebuild(done) == tracked(Dossier.objects.get())


def test_a_bad_one_is_marked_and_a_change_takes_the_mark_away(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.returned(house)
    low = of_slip(dossier, satisfied="dissatisfied", scores=dict.fromkeys(GOOD, 0))
    assert (low.rated_low, low.rated_points, low.rated_of) == (True, 0, 8)
    set_clock("2026-03-04T09:00")
    better = of_slip(dossier)
    assert (better.rated_low, better.rated_points, better.rated_at) == (False, 5, low.rated_at)
    rating = Rating.objects.get()
    assert rating.changed_at > rating.given_at
    assert better.last_event.data["again"] is True


@pytest.mark.parametrize("state", [State.DECIDED, State.RETURNED, State.WITHDRAWN, State.STOPPED])
def test_whatever_was_received_and_settled_is_rated(house, state):
    dossier = make.IN_STATE[state](house)
    assert may_be_rated(dossier, None, now=dossier.closed_at or dossier.decided_at)
    assert of_slip(dossier).state == state


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SUBMITTED, State.RECEIVED, State.IN_PROGRESS, State.WAITING_SUPPLEMENT, State.REFUSED]
)
def test_what_is_not_settled_or_was_refused_is_not_rated(house, state):
    dossier = make.IN_STATE[state](house)
    assert not may_be_rated(dossier, None, now=now())
    with pytest.raises(StepRefused):
        of_slip(dossier)


def test_what_was_withdrawn_before_anybody_received_it_is_not_rated(house):
    account = make_account()
    dossier = of_account(make.submitted(house, channel="online"), account)
    gone = closing.withdraw(dossier, by=account.acting(), reason="Nhầm")
    assert not may_be_rated(gone, None, now=now())
    with pytest.raises(StepRefused) as found:
        rate(gone, by=account.acting(), satisfied="ordinary", scores=GOOD | {"online": 1})
    assert found.value.code == "never_received"


def test_only_its_own_people_and_whoever_holds_the_slip_rate_it(house):
    account = make_account()
    dossier = of_account(make.returned(house), account)
    for by in (house.clerk, house.leader, house.specialist, make_account().acting(), system()):
        with pytest.raises(NotPermitted):
            rate(dossier, by=by, satisfied="satisfied", scores=GOOD, key=dossier.tracking_token)
    for key in ("", "x", dossier.tracking_token[:-1], "ệ"):
        with pytest.raises(NotPermitted):
            of_slip(dossier, key=key)
    assert not Rating.objects.exists()
    done = rate(dossier, by=account.acting(), satisfied="ordinary", scores=GOOD)
    assert (done.last_event.data["account"], rating_of(done).account) == (str(account.pk), account)


def test_what_was_said_from_an_account_is_not_overwritten_by_whoever_finds_the_slip(house):
    account = make_account()
    dossier = of_account(make.returned(house), account)
    of_slip(dossier, satisfied="dissatisfied")
    mine = rate(dossier, by=account.acting(), satisfied="satisfied", scores=GOOD, words="Của tôi")
    with pytest.raises(StepRefused) as found:
        of_slip(mine, satisfied="dissatisfied", words="Không phải của tôi")
    assert found.value.code == "rated_by_account"
    assert (Rating.objects.get().satisfied, Rating.objects.get().words) == ("satisfied", "Của tôi")


def test_it_is_asked_and_changed_for_as_many_days_as_the_terms_say(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.returned(house)
    set_clock(f"{date(2026, 3, 2) + timedelta(days=TERMS.open_days)}T08:00")
    assert may_be_rated(dossier, None, now=now())
    of_slip(dossier)
    rating, given_on = rating_of(dossier), date(2026, 3, 2) + timedelta(days=TERMS.open_days)
    set_clock(f"{given_on + timedelta(days=TERMS.change_days)}T07:00")
    assert may_be_rated(dossier, rating, now=now())
    of_slip(dossier, satisfied="ordinary")
    set_clock(f"{given_on + timedelta(days=TERMS.change_days)}T08:01")
    assert not may_be_rated(dossier, rating, now=now())
    with pytest.raises(StepRefused) as found:
        of_slip(dossier)
    assert found.value.code == "too_late"
    assert Rating.objects.get().satisfied == "ordinary"


def test_after_the_last_day_nobody_is_asked_any_more(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.returned(house)
    set_clock(f"{date(2026, 3, 2) + timedelta(days=TERMS.open_days + 1)}T09:00")
    assert not may_be_rated(dossier, None, now=now())
    with pytest.raises(StepRefused):
        of_slip(dossier)


def test_online_service_is_asked_only_of_what_was_filed_online(house):
    counter = make.returned(house)
    with pytest.raises(BadInput) as found:
        of_slip(counter, scores=GOOD | {"online": 2})
    assert found.value.code == "unknown_criterion"
    Dossier.objects.filter(pk=counter.pk).update(channel="online")
    with pytest.raises(BadInput) as found:
        of_slip(counter)
    assert (found.value.code, found.value.field) == ("answer_missing", "online")
    assert of_slip(counter, scores=GOOD | {"online": 2}).rated_of == 8


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"satisfied": "very"}, "unknown_satisfaction", "satisfied"),
        ({"satisfied": ""}, "unknown_satisfaction", "satisfied"),
        ({"scores": {}}, "answer_missing", "reception"),
        ({"scores": GOOD | {"attitude": None}}, "answer_missing", "attitude"),
        ({"scores": {name: GOOD[name] for name in GOOD if name != "feedback"}}, "answer_missing", "feedback"),
        ({"scores": GOOD | {"attitude": 3}}, "bad_points", "attitude"),
        ({"scores": GOOD | {"attitude": -1}}, "bad_points", "attitude"),
        ({"scores": GOOD | {"attitude": True}}, "bad_points", "attitude"),
        ({"scores": GOOD | {"beauty": 2}}, "unknown_criterion", None),
        ({"words": "x" * 1001}, "words_too_long", "words"),
    ],
)
def test_what_cannot_be_said_is_refused_by_name(house, given, code, field):
    dossier = make.returned(house)
    with pytest.raises(BadInput) as found:
        of_slip(dossier, **given)
    assert (found.value.code, found.value.field) == (code, field)
    assert not Rating.objects.exists()
    assert Dossier.objects.get().rated_at is None


def test_the_database_refuses_what_cannot_be_either(house):
    rated = of_slip(make.returned(house))
    for change in ({"scores": {"attitude": 3}}, {"satisfied": "very"}, {"changed_at": rated.rated_at - timedelta(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.update(**change)
    for change in ({"rated_points": 7}, {"rated_at": None}, {"rated_of": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dossier.objects.filter(pk=rated.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating(dossier=rated, terms=TERMS.valid_from, satisfied="satisfied", by=system(), given_at=now()).save()


def test_words_are_sealed_and_read_by_the_head_and_the_reform_officer_of_the_office_only(house):
    account = make_account()
    of_slip(make.returned(house), words="Phải chờ lâu, ông Thử nói cộc")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text FROM dossiers_rating")
        assert "cộc" not in bytes.fromhex(cursor.fetchone()[0][2:]).decode("utf-8", "ignore")
    reform = make_post(Role.REFORM_OFFICER, agency=house.ward)
    inside = make_post(Role.REFORM_OFFICER, agency=house.centre)
    for by in (house.leader, reform, inside, system()):
        assert Rating.objects.visible_to(by).get().words.startswith("Phải chờ"), by.role
    others = (house.clerk, house.specialist, house.head, house.inspector, make_post(Role.LEADER), account.acting())
    for by in (*others, Post.objects.portal(), make_post(Role.REFORM_OFFICER)):
        assert not Rating.objects.visible_to(by).exists(), by.role


def test_an_office_above_reads_figures_not_words(db):
    province = make_agency(level=Level.PROVINCE)
    below = make.make_house(parent=province)
    of_slip(make.returned(below), words="Chờ lâu")
    assert not Rating.objects.visible_to(make_post(Role.LEADER, agency=province)).exists()
    assert Rating.objects.visible_to(below.leader).exists()


def test_a_citizen_reads_back_what_they_said_from_their_account_and_nobody_elses(house):
    account = make_account()
    dossier = of_account(make.returned(house), account)
    rate(dossier, by=account.acting(), satisfied="satisfied", scores=GOOD, words="Tốt")
    assert Rating.objects.visible_to(account.acting()).get().words == "Tốt"
    assert not Rating.objects.visible_to(make_account().acting()).exists()


def test_erasing_the_dossier_empties_the_words_and_keeps_the_points(house):
    dossier = of_slip(make.returned(house), words="Cảm ơn chị Mẫu")
    erased = erase(dossier, by=system(), cause="QĐ 1")
    assert erased.last_event.data["went"]["ratings"] == 1
    rating = Rating.objects.get()
    assert (rating.words, rating.scores, erased.rated_points) == (
        "",
        {"reception": 2, "publicity": 1, "attitude": 2},
        5,
    )
    assert Erasure.objects.get(kind="dossiers.rating").keys == [str(rating.pk)]
    with pytest.raises(StepRefused) as found:
        of_slip(erased)
    assert found.value.code == "erased"


def test_an_older_copy_forgets_the_words_again_but_not_what_was_written_since(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = of_slip(make.returned(house), words="Của bản cũ")
    set_clock("2026-03-03T09:00")
    at = now()
    set_clock("2026-03-04T09:00")
    of_slip(dossier, words="Viết lại")
    empty_ratings_again([str(Rating.objects.get().pk)], until=at, cause="")
    assert Rating.objects.get().words == "Viết lại"
    empty_ratings_again([str(Rating.objects.get().pk)], until=now(), cause="")
    assert Rating.objects.get().words == ""


def test_two_at_once_make_one_rating(transactional_db):
    house = make.make_house()
    dossier = make.returned(house)
    done = together(partial(of_slip, dossier), partial(of_slip, dossier, satisfied="dissatisfied"))
    assert not any(isinstance(each, Exception) for each in done), done
    assert Rating.objects.count() == 1
    assert sorted(each.data["again"] for each in dossier.events.filter(action=Action.RATE)) == [False, True]
    last = dossier.events.filter(action=Action.RATE).latest("pk").data["satisfied"]
    assert Rating.objects.get().satisfied == last
    assert Dossier.objects.get().rated_low == (last == "dissatisfied")


def test_terms_are_data_with_days_and_sources():
    for terms in known():
        assert terms.source
        assert all(each.name["vi"] and each.name["en"] for each in terms.criteria)
    assert [each.code for each in TERMS.asked_of("counter")] == ["reception", "publicity", "attitude", "feedback"]
    assert [each.code for each in TERMS.asked_of("online")][-1] == "online"
    assert terms_on(date(1999, 1, 1)) == known()[0]


def test_later_terms_leave_what_was_rated_before_as_it_was(house, monkeypatch, set_clock):
    set_clock("2026-03-02T09:00")
    first = of_slip(make.returned(house))
    row = {"code": "speed", "vi": "Nhanh", "en": "Fast",
           "answers": [{"points": n, "vi": str(n), "en": str(n)} for n in (2, 1, 0)]}  # fmt: skip
    later = {"from": "2026-03-03", "source": "thử", "open_days": 5, "change_days": 1, "criteria": [row]}
    both = (*known(), *terms_from([later]))
    monkeypatch.setattr("motcua.dossiers.rating_terms.known", lambda: both)
    monkeypatch.setattr("motcua.dossiers.ratings.known", lambda: both)
    set_clock("2026-03-04T09:00")
    assert of_slip(first, scores=dict.fromkeys(GOOD, 1)).rated_points == 4  # by its own questions
    second = make.returned(house)
    with pytest.raises(BadInput):
        of_slip(second)
    assert of_slip(second, scores={"speed": 0}).rated_of == 2


@pytest.mark.parametrize(
    "change",
    [{"criteria": []}, {"open_days": 0}, {"criteria": [{"code": "a", "vi": "a", "en": "a", "answers": []}]}],
)
def test_terms_that_make_no_sense_are_refused(change):
    row = {"from": "2026-01-01", "source": "x", "open_days": 1, "change_days": 1, "criteria": []}
    with pytest.raises(ValueError, match=r"."):
        terms_from([row | change])
    with pytest.raises(ValueError, match="no terms"):
        terms_from([])


@given(st.dictionaries(st.sampled_from([*GOOD, "online", "x"]), st.none() | st.integers(-1, 4), max_size=6))
def test_whatever_is_given_points_add_up_or_it_is_refused(scores):
    try:
        sound = sound_scores(TERMS, "online", scores)
    except BadInput:
        return
    assert sum(sound.values()) <= 2 * len(sound)
    assert set(sound.values()) <= {0, 1, 2}
