"""What a job does once a request was granted, in one transaction: put together, correct, erase."""

from collections.abc import Callable
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.actions import declare
from motcua.citizens.actions.declaring import VALUES
from motcua.core.errors import BadInput
from motcua.dossiers.actions.correcting import correct_applicant
from motcua.dossiers.choices import CLOSED
from motcua.privacy.actions.restricting import hold_back
from motcua.privacy.choices import Fate, Right
from motcua.privacy.models import RightsRequest
from motcua.privacy.packing import package_of
from motcua.privacy.people import dossiers_of, known_of
from motcua.privacy.registry import Result, erase_all

HELD = "Thông tin đã khai: không tìm theo tên, số, địa chỉ; không điền sẵn; danh sách, sổ và tệp xuất không nêu tên"
STILL_NEEDED = "Cần để giải quyết việc người yêu cầu đã đề nghị; xong thì hạn chế"
FROZEN = "Giấy tờ đã in và hồ sơ đã xong giữ nguyên như lúc khai"


def _export(request: RightsRequest, *, by: Post) -> list[Result]:
    request.package = package_of(request, known_of(request))
    return [Result(part["title"], Fate.GIVEN, len(part["rows"])) for part in request.package["sections"]]


def _correct(request: RightsRequest, *, by: Post) -> list[Result]:
    """Declare what is right, and let open dossiers name it; what was declared, printed or closed stays."""
    known = known_of(request)
    if not known.declarations:
        return [Result("Thông tin người nộp", Fate.KEPT, 0, "Không tìm thấy thông tin nào của người yêu cầu")]
    newest = known.declarations[-1]
    try:
        right = declare(by=by, **{name: getattr(newest, name) for name in VALUES} | (request.wanted or {}))
    except BadInput as error:  # a number that does not go with the kind of applicant
        return [Result("Thông tin người nộp", Fate.KEPT, 1, error.message)]
    rows = dossiers_of(known)
    still_open = list(rows.exclude(state__in=CLOSED))
    for dossier in still_open:
        correct_applicant(dossier, by=by, before=list(known.declarations), after=right, cause=request.code)
    return [
        Result("Thông tin người nộp, dùng từ nay", Fate.CORRECTED, 1),
        Result("Hồ sơ chưa xong", Fate.CORRECTED, len(still_open)),
        Result("Hồ sơ đã xong", Fate.KEPT, rows.filter(state__in=CLOSED).count(), FROZEN),
    ]


def _hold_back(request: RightsRequest, *, by: Post) -> list[Result]:
    """Use what is held for the dossiers that run and for nothing else: no search, no filling in, no list, no sheet."""
    known = known_of(request)
    hold_back(request, by=by)
    rows = dossiers_of(known)
    return [
        Result(HELD, Fate.RESTRICTED if known.declarations else Fate.KEPT, len(known.declarations)),
        Result("Hồ sơ đã xong", Fate.RESTRICTED, rows.filter(state__in=CLOSED).count()),
        Result("Hồ sơ đang giải quyết", Fate.KEPT, rows.exclude(state__in=CLOSED).count(), STILL_NEEDED),
    ]


def _erase(request: RightsRequest, *, by: Post) -> list[Result]:
    return erase_all(known_of(request), by=by, cause=request.code)


def _plain(work: Callable[..., list[Result]]) -> Callable[..., list[dict[str, Any]]]:
    def done(request: RightsRequest, *, by: Post) -> list[dict[str, Any]]:
        return [
            {"what": each.what, "fate": str(each.fate), "count": each.count, "rule": each.rule}
            for each in work(request, by=by)
        ]

    return done


WORK: dict[Right, Callable[..., list[dict[str, Any]]]] = {
    Right.EXPORT: _plain(_export),
    Right.CORRECTION: _plain(_correct),
    Right.ERASURE: _plain(_erase),
    Right.RESTRICTION: _plain(_hold_back),
    Right.OBJECTION: _plain(_hold_back),
}
