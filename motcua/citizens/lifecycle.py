"""The life of an alert."""

from motcua.citizens.choices import Action, AlertState
from motcua.core.lifecycle import Lifecycle, Step

ALERT = Lifecycle(initial=AlertState.OPEN, steps={Action.CLOSE_ALERT: Step((AlertState.OPEN,), AlertState.CLOSED)})
