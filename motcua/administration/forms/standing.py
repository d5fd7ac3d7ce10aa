"""Absences and delegations: what the administrator, or the leader who delegates, is asked."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q

from motcua.administration.forms.deeds import DeedForm
from motcua.agencies.choices import OWN_RIGHT, Away, Role
from motcua.agencies.models import Post
from motcua.agencies.permissions import may_record_absence
from motcua.agencies.sharing import Sharing
from motcua.agencies.works import works_in
from motcua.core.clock import today
from motcua.core.text import clean
from motcua.dossiers.inputs import LinesField
from motcua.procedures.models import Edition
from motcua.tasks.choices import PERSONAL
from motcua.tasks.models import Task
from motcua.ui.inputs import DayField, LineField
from motcua.ui.pages import Filters

MOST_PEOPLE = 1_000
USUAL_DAYS, SHOWN_WORK = 30, 20


class SpanFilters(Filters):
    """Whoever is away, or whatever is delegated, on a day; today when none is asked."""

    q = LineField(label="Tìm người", required=False, max_length=100)
    on = DayField(label="Tại ngày", required=False)
    all = forms.ChoiceField(
        label="Lần nào", required=False, choices=[("", "Đang có vào ngày đó"), ("all", "Mọi lần, cả đã qua và sắp tới")]
    )
    way = ""

    def filter_q(self, rows: Any, words: str) -> Any:
        for word in words.split():
            rows = rows.filter(Q(**{f"{self.way}__person__name__icontains": word}))
        return rows

    def filter_on(self, rows: Any, on: Any) -> Any:
        return rows if self.data.get("all") else rows.standing_on(on)

    def filter_all(self, rows: Any, all: str) -> Any:
        return rows


class AbsenceFilters(SpanFilters):
    way = "post"


class DelegationFilters(SpanFilters):
    way = "giver"


def people_of(by: Post) -> dict[int, Post]:
    """Return those whose absences and delegations the post may record, by unit and name."""
    held = Post.objects.visible_to(by).held(today()).select_related("person", "agency__parent")
    rows = held.at(by.agency) if by.role == Role.ADMINISTRATOR else held.filter(person=by.person_id)
    found = list(rows.order_by("agency__path", "person__name_key")[:MOST_PEOPLE])
    return {row.pk: row for row in found if may_record_absence(by, {"post": row})}


def _named(people: dict[int, Post]) -> list[tuple[int, str]]:
    return [(key, f"{post.person.name}, {post.title} ({post.agency.short_name})") for key, post in people.items()]


def _choice(label: str, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **more)


class RecordAbsenceForm(Sharing, DeedForm):
    post = _choice("Người vắng")
    valid_from = DayField(label="Vắng từ ngày")
    valid_to = DayField(label="Đến hết ngày")
    reason = forms.ChoiceField(label="Lý do", choices=Away)
    substitute = _choice("Người làm thay", required=False, help_text="Cùng cơ quan, cùng vai trò hoặc cấp trên.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people_of(self.by)
        named = _named(self.people)
        self.fields["post"].choices = [("", "Chọn người"), *named]  # type: ignore[attr-defined]
        self.fields["substitute"].choices = [("", "Chưa có ai"), *named]  # type: ignore[attr-defined]
        self.share_among(named, works_in(self.by.agency, today()))
        self.order_fields([name for name in self.fields if name != "note"])

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments."""
        given = self.shared(self.people)
        return given | {"post": self.people[given["post"]], "substitute": self.people.get(given["substitute"])}


class EndPostForm(DeedForm):
    """Before a post ends, whoever ends it has seen what it still has in hand: the work falls to the unit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Task.objects.unfinished().filter(owner=self.thing).exclude(marks__contains=[PERSONAL])
        found = list(rows.most_urgent_first()[: SHOWN_WORK + 1])
        if found:
            count = rows.count()
            named = "; ".join(f"{task.title}, {task.about}" for task in found[:SHOWN_WORK])
            more = f"; và {count - SHOWN_WORK} việc nữa" if count > SHOWN_WORK else ""
            self.fields["seen"] = forms.BooleanField(
                label=f"Tôi đã xem: vị trí này còn {count} việc chưa xong",
                help_text=f"{named}{more}. Khi kết thúc, việc về hộp chung của đơn vị; phụ trách đơn vị giao lại trước"
                " hoặc sau đó ở trang Người và việc.",
            )
            self.order_fields(["seen"])

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments: that it was seen is asked by the page alone."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class BackForm(DeedForm):
    back_on = DayField(label="Đi làm lại từ ngày", help_text="Hôm nay: người làm thay thôi làm thay ngay bây giờ.")

    def begins_with(self) -> dict[str, Any]:
        return {"back_on": today()}


class DelegateForm(DeedForm):
    """A document that delegates signing; extent: everything, or fields and procedures."""

    giver = _choice("Người ủy quyền", help_text="Người đứng đầu cơ quan; người ký thay không ủy quyền lại.")
    taker = _choice("Người được ủy quyền", help_text="Cấp phó, hoặc người đứng đầu đơn vị thuộc cơ quan.")
    number = LineField(label="Số, ký hiệu văn bản", max_length=60, help_text="Ví dụ: 12/QĐ-UBND")
    date = DayField(label="Ngày văn bản")
    valid_from = DayField(label="Có hiệu lực từ ngày")
    valid_to = DayField(label="Đến hết ngày")
    fields_of_work = forms.MultipleChoiceField(
        label="Chỉ các lĩnh vực", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn lĩnh vực hay thủ tục nào: ủy quyền ký mọi việc chờ ký.",
    )  # fmt: skip
    procedures = LinesField(
        label="Chỉ các thủ tục", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mỗi dòng một mã thủ tục, ví dụ 1.001193.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = {key: post for key, post in people_of(self.by).items() if post.role == Role.LEADER}
        self.givers = {key: post for key, post in leaders.items() if post.capacity in OWN_RIGHT}
        heads = Post.objects.visible_to(self.by).held(today()).at(self.by.agency)
        rows = heads.filter(role__in=[Role.LEADER, Role.HEAD_OF_DIVISION]).select_related("person", "agency__parent")
        self.takers = {row.pk: row for row in rows.order_by("agency__path", "person__name_key")[:MOST_PEOPLE]}
        self.fields["giver"].choices = [*_named(self.givers)]  # type: ignore[attr-defined]
        self.fields["taker"].choices = [("", "Chọn người"), *_named(self.takers)]  # type: ignore[attr-defined]
        self.editions = (
            Edition.objects.visible_to(self.by).in_force(today()).filter(office__path__startswith=self.by.agency.path)
        )
        kinds = dict(
            self.editions.exclude(field_code="").order_by("field_name").values_list("field_code", "field_name")
        )
        self.fields["fields_of_work"].choices = [*kinds.items()]  # type: ignore[attr-defined]
        if not kinds:
            del self.fields["fields_of_work"]

    def begins_with(self) -> dict[str, Any]:
        day = today()
        return {"date": day, "valid_from": day, "valid_to": day + timedelta(days=USUAL_DAYS)}

    def clean_procedures(self) -> list[str]:
        codes = [clean(code) for code in self.cleaned_data.get("procedures") or []]
        known = set(self.editions.filter(code__in=codes).values_list("code", flat=True))
        if strange := [code for code in codes if code not in known]:
            raise forms.ValidationError(f"Cơ quan không áp dụng thủ tục {', '.join(strange)}.", code="unknown")
        return codes

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments."""
        given = dict(self.cleaned_data)
        codes, kinds = given.pop("procedures"), given.pop("fields_of_work", [])
        scope = [f"procedure:{code}" for code in codes] + [f"field:{code}" for code in kinds]
        people = {"giver": self.givers[given["giver"]], "taker": self.takers[given["taker"]]}
        return given | people | {"scope": scope}
