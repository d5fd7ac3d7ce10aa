"""In what two versions of a national record differ, by the names an office would use. Pure."""

from motcua.procedures.records import NationalRecord

ASPECTS = {
    "tên": ("name",),
    "lĩnh vực": ("field", "field_code"),
    "cấp thực hiện": ("levels",),
    "cơ quan": ("agencies", "authorities", "coordinating"),
    "giấy tờ": ("cases",),
    "trình tự": ("steps",),
    "điều kiện": ("conditions",),
    "căn cứ pháp lý": ("legal_bases",),
    "kết quả": ("results",),
    "quyết định công bố": ("decision",),
    "dịch vụ trực tuyến": ("online_level", "offline_only"),
    "thời điểm công khai": ("made_public",),
    "hình thức trả kết quả": ("returned_as",),
}


def _limits(record: NationalRecord) -> object:
    of_cases = {(c.code, c.limit.amount, c.limit.unit) for c in record.case_limits}
    return {(t.channel, t.limit.amount, t.limit.unit) for t in record.channels} | of_cases


def _fees(record: NationalRecord) -> object:
    return {(t.channel, f.kind, f.standing, f.amount, f.text) for t in record.channels for f in t.fees}


def _differ(old: NationalRecord, new: NationalRecord, name: str) -> bool:
    before = getattr(old, name)
    return bool(before != getattr(new, name) and (before or not old.partial))


def differences(old: NationalRecord, new: NationalRecord) -> list[str]:
    """Return the Vietnamese names of the aspects that differ; of a partial old record only what it knew is compared."""
    known = {"tên", "lĩnh vực"} if old.partial else set(ASPECTS)
    found = [
        aspect
        for aspect, names in ASPECTS.items()
        if aspect in known and any(_differ(old, new, name) for name in names)
    ]
    if old.partial:
        return found
    if _limits(old) != _limits(new):
        found.append("thời hạn")
    if _fees(old) != _fees(new):
        found.append("phí, lệ phí")
    return found
