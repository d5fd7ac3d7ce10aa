"""By which channels somebody wants to be told of what: the questions, and what was chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from motcua.citizens.actions import choices_of, choosable, reachable
from motcua.citizens.models import Account
from motcua.ui.inputs import Form


class NoticesForm(Form):
    """A row of boxes for each kind of notice, a box for each channel that reaches the holder."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(str(channel), gettext(str(channel.label))) for channel in reachable(account)]
        self.before = {kind: [str(each) for each in channels] for kind, channels in choices_of(account).items()}
        for notice in choosable():
            self.fields[notice.key.replace(".", "_")] = forms.MultipleChoiceField(
                label=gettext(notice.label), choices=ways, required=False, widget=forms.CheckboxSelectMultiple,
                initial=self.before[notice.key],
            )  # fmt: skip

    def chosen(self) -> dict[str, list[str]]:
        """Return kind → channels, for the kinds of which something else was chosen than before."""
        given = {kind: self.cleaned_data[kind.replace(".", "_")] for kind in self.before}
        return {kind: channels for kind, channels in given.items() if set(channels) != set(self.before[kind])}
