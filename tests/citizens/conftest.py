from collections.abc import Iterator

import pytest

from motcua.citizens.openid import calls
from tests.citizens.identities import Identities


@pytest.fixture(scope="session")
def identity_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identities]:
    """A provider of OpenID Connect in a process of its own; one for all tests, it starts slowly."""
    found = Identities(str(tmp_path_factory.mktemp("provider")))
    yield found
    found.stop()


@pytest.fixture
def identities(identity_process: Identities, settings) -> Identities:
    """The provider, behaving well, and this installation set to it; nothing is remembered of it."""
    if identity_process.process.poll() is not None:
        identity_process.start()
    identity_process.behave()
    calls.forget()
    settings.OIDC = identity_process.provider()
    return identity_process
