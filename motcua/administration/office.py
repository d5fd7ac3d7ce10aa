"""The office as its administrator sees it: units, people, posts; what each page shows and which deeds it offers."""

from typing import Any

from django.urls import reverse

from motcua.administration.deeds import Deed
from motcua.administration.forms import office as ask
from motcua.administration.forms.standing import EndPostForm
from motcua.agencies import actions, permissions
from motcua.agencies.models import Agency, Person, Post, Session
from motcua.agencies.sessions import live_sessions
from motcua.core.clock import today
from motcua.ui import formats


def _appoint(person: Person, *, by: Post, version: int, **inputs: Any) -> Post:
    return actions.appoint(by=by, person=person, **inputs)


def _create(parent: Agency, *, by: Post, version: int, **inputs: Any) -> Agency:
    return actions.create_agency(by=by, parent=parent, **inputs)


def _of_tree(by: Post, person: Person) -> bool:
    return permissions.administers(by, by.agency) and person.is_active


UNIT = {
    "don-vi-moi": Deed("Lập đơn vị trực thuộc", _create, "Đã lập đơn vị.", permissions.may_change_agency,
                       ask.NewUnitForm, icon="plus"),
    "sua": Deed("Sửa thông tin", actions.change_agency, "Đã sửa thông tin đơn vị.", permissions.may_change_agency,
                ask.ChangeUnitForm, icon="edit"),
    "ma-ho-so": Deed("Đặt mẫu mã hồ sơ", actions.set_code_pattern, "Đã đặt mẫu mã hồ sơ.",
                     permissions.may_change_agency, ask.PatternForm),
    "ket-thuc": Deed("Kết thúc đơn vị", actions.end_agency, "Đã ghi ngày kết thúc của đơn vị.",
                     lambda by, unit: permissions.may_change_agency(by, unit) and unit.valid_to is None,
                     ask.EndUnitForm, grave=True),
}  # fmt: skip
PERSON = {
    "vi-tri-moi": Deed("Giao vị trí", _appoint, "Đã giao vị trí.", _of_tree, ask.AppointForm, icon="plus"),
    "mat-khau": Deed("Đặt lại mật khẩu", actions.change_password, "Đã đặt lại mật khẩu; mọi phiên đã kết thúc.",
                     permissions.may_block_person, ask.ResetForm, icon="lock"),
    "buoc-doi": Deed("Buộc đổi mật khẩu", actions.demand_password, "Người này phải đổi mật khẩu khi đăng nhập lại.",
                     lambda by, person: permissions.may_block_person(by, person) and not person.must_change_password),
    "phien": Deed("Kết thúc mọi phiên", actions.end_sessions, "Đã kết thúc mọi phiên làm việc của người này.",
                  lambda by, person: permissions.may_block_person(by, person) and person.sessions.exists()),
    "hai-lop": Deed("Gỡ xác thực hai lớp", actions.reset_second_factors,
                    "Đã gỡ ứng dụng mã, khóa và mã dự phòng; mọi phiên đã kết thúc.",
                    lambda by, person: permissions.may_reset_person(by, person) and actions.has_second_factor(person),
                    grave=True),
    "khoa": Deed("Khóa tài khoản", actions.block_person, "Đã khóa tài khoản; phiên và khóa API đã kết thúc.",
                 lambda by, person: permissions.may_block_person(by, person) and person.is_active
                 and person.pk != by.person_id, grave=True),
    "mo-khoa": Deed("Mở khóa tài khoản", actions.unblock_person, "Đã mở khóa tài khoản.",
                    lambda by, person: permissions.may_block_person(by, person) and not person.is_active),
}  # fmt: skip
POST = {
    "ket-thuc": Deed("Kết thúc vị trí", actions.end_post, "Đã kết thúc vị trí; phiên và khóa API đã kết thúc.",
                     lambda by, post: permissions.may_end_post(by, post) and post.ended_at is None, EndPostForm,
                     grave=True),
}  # fmt: skip


def facts_of_unit(unit: Agency) -> list[tuple[str, Any]]:
    """Label and value, as {% kv %} draws them."""
    kept = [
        ("Mã", unit.code), ("Loại", unit.get_kind_display()), ("Cấp", unit.get_level_display()),
        ("Trực thuộc", unit.parent.name if unit.parent else ""), ("Hoạt động", span(unit.valid_from, unit.valid_to)),
        ("Địa chỉ", unit.address), ("Điện thoại", unit.phone), ("Địa danh trên giấy tờ", unit.place),
        ("Ký hiệu văn bản", unit.notation), ("Mã đơn vị hành chính", unit.unit_code),
        ("Vai trò", "Vận hành hệ thống (lịch cả nước, máy chủ, thời hạn chung)" if unit.operates else ""),
    ]  # fmt: skip
    return [(label, value) for label, value in kept if value]


def facts_of_person(person: Person) -> list[tuple[str, Any]]:
    """The same for an account."""
    state = "Đang dùng" if person.is_active else "Bị khóa"
    kept = [("Tên đăng nhập", person.username), ("Thư công vụ", person.email), ("Tài khoản", state)]
    if person.must_change_password:
        kept.append(("Mật khẩu", "Phải đổi khi đăng nhập"))
    kept.append(("Xác thực hai lớp", "Đang bật" if actions.has_second_factor(person) else "Chưa bật"))
    kept += [("Đang đăng nhập", where_of(each)) for each in live_sessions(person)]
    return [(label, value) for label, value in kept if value]


def where_of(session: Session) -> str:
    """Say from where and when last somebody works."""
    device = f"{session.device.label}, mạng {session.device.network}" if session.device else "Thiết bị không rõ"
    return f"{device}, dùng gần nhất {formats.moment(session.last_seen)}"


def facts_of_post(post: Post) -> list[tuple[str, Any]]:
    """The same for a post."""
    kept = [
        ("Người giữ", post.person.name), ("Đơn vị", post.agency.name), ("Vai trò", post.get_role_display()),
        ("Thời gian", span(post.valid_from, post.valid_to)), ("Thẩm quyền ký", post.capacity),
        ("Dòng trước chữ ký", " / ".join(post.signature_lines)),
        ("Hiện nay", "Đang giữ" if post.is_held(today()) else "Không giữ"),
    ]  # fmt: skip
    return [(label, value) for label, value in kept if value]


def span(first: Any, last: Any) -> str:
    """Say from when to when."""
    return f"từ {formats.day(first)}" + (f" đến hết {formats.day(last)}" if last else "")


def link_of(thing: Agency | Person | Post) -> str:
    """Return the thing's page at this desk."""
    name = {Agency: "unit", Person: "person", Post: "post"}[type(thing)]
    return reverse(f"administration:{name}", args=[thing.pk])
