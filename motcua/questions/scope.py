"""Where each question stands, and what may be looked at from where. Pure."""

from dataclasses import dataclass

from motcua.questions.choices import FITS
from motcua.questions.definition import Form, Question, Section
from motcua.questions.expressions import COLUMN

EVERYTHING = 10**9


@dataclass(frozen=True, slots=True)
class Place:
    """A question, the group whose rows it stands in, and its number in the form."""

    question: Question
    group: str | None
    number: int


@dataclass(frozen=True, slots=True)
class View:
    """From where one looks: what stands before `before` is known, and of rows only one's own (`group`)."""

    before: int
    group: str | None = None


class Scope:
    """The places of a form by code; of a code used twice the first counts."""

    def __init__(self, form: Form) -> None:
        self.places: dict[str, Place] = {}
        for number, (_, question, group) in enumerate(form.every_question()):
            self.places.setdefault(question.code, Place(question, group.code if group else None, number))
        self._starts = {section.code: self.places[section.questions[0].code].number for section in form.sections}

    def before(self, code: str) -> View:
        """What a question's own conditions may look at: what stands before it."""
        place = self.places[code]
        return View(place.number, place.group)

    def upto(self, code: str) -> View:
        """What a stop may look at: the question itself too, with all its rows."""
        place = self.places[code]
        return View(place.number + 1, place.group)

    def at_section(self, section: Section) -> View:
        """What the condition of a section may look at."""
        return View(self._starts[section.code])

    def types(self, group: str | None) -> dict[str, str]:
        """Return the types that an expression sees, inside the rows of a group or outside of all."""
        found = {}
        for code, place in self.places.items():
            own = FITS[place.question.kind].expression
            if own and place.group in (None, group):
                found[code] = own
            elif own:
                found[code] = COLUMN
        return found


@dataclass(frozen=True, slots=True)
class Here:
    """Where something stands that looks at answers: the question or section `at`, None for fees."""

    scope: Scope
    view: View
    at: str | None
