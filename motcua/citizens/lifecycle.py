"""The lives of an alert, of a day's failures, of an account and of a consent."""

from motcua.citizens.choices import AccountState, Action, AlertState, ConsentState
from motcua.core.lifecycle import Lifecycle, Step

ALERT = Lifecycle(initial=AlertState.OPEN, steps={Action.CLOSE_ALERT: Step((AlertState.OPEN,), AlertState.CLOSED)})
DIGEST = Lifecycle(initial=AlertState.OPEN, steps={Action.CLOSE_DIGEST: Step((AlertState.OPEN,), AlertState.CLOSED)})
_OPEN, _CLOSED = AccountState.OPEN, AccountState.CLOSED
_STAYS, _ENDS = Step((_OPEN,), _OPEN), Step((_OPEN,), _CLOSED)
ACCOUNT = Lifecycle(
    initial=_OPEN,
    steps={
        Action.CHOOSE_NOTICES: _STAYS,
        Action.PROVE_IDENTITY: _STAYS, Action.CORRECT_ACCOUNT: _STAYS, Action.CHANGE_CONTACT: _STAYS,
        Action.ADD_ACCOUNT_KEY: _STAYS, Action.REMOVE_ACCOUNT_KEY: _STAYS,
        Action.JOIN_ACCOUNT: _ENDS, Action.CLOSE_ACCOUNT: _ENDS,
    },
)  # fmt: skip
CONSENT = Lifecycle(
    initial=ConsentState.GIVEN,
    steps={
        Action.REPLACE_CONSENT: Step((ConsentState.GIVEN,), ConsentState.REPLACED),
        Action.WITHDRAW_CONSENT: Step((ConsentState.GIVEN,), ConsentState.WITHDRAWN),
    },
)
