"""Everything the demo starts from, loaded as `make demo` does."""

import pytest

from demo import load
from motcua.agencies.models import Absence, AgencyEvent, Delegation, PersonEvent, PostEvent
from motcua.privacy.models import RightsRequest

pytestmark = pytest.mark.django_db


def test_the_whole_sample_is_loaded_and_a_second_time_changes_nothing(settings, tmp_path):
    settings.VAR = tmp_path
    first = load.load()
    events = [model.objects.count() for model in (AgencyEvent, PersonEvent, PostEvent)]
    assert load.load() == first
    assert [model.objects.count() for model in (AgencyEvent, PersonEvent, PostEvent)] == events
    assert [model.objects.count() for model in (Absence, Delegation, RightsRequest)] == [1, 1, 1]
    assert {"username", "password", "role", "post", "agency", "token"} <= set(first[0])
    assert first[0]["role"] == "receptionist"
