"""What of one's own data may be put right, and how it must look. Pure."""

from motcua.core import identity
from motcua.core.errors import BadInput
from motcua.core.text import clean

FIELDS = {
    "name": "Họ và tên", "identity_number": "Số giấy tờ", "phone": "Điện thoại", "email": "Thư điện tử",
    "address": "Địa chỉ",
}  # fmt: skip
LIMITS = {"name": 200, "address": 500}
FORMS = {"phone": identity.phone_of, "email": identity.email_of}


def checked_wishes(given: dict[str, str]) -> dict[str, str]:
    """Return field → right value for what is to be corrected. Raises BadInput (`nothing_wanted`, `unknown_field`)."""
    kept = {name: clean(text) for name, text in given.items() if clean(text)}
    if unknown := kept.keys() - FIELDS.keys():
        raise BadInput("unknown_field", f"Không sửa được: {', '.join(sorted(unknown))}.")
    if not kept:
        raise BadInput("nothing_wanted", "Ghi ít nhất một thông tin đúng.", field="new_name")
    if "name" in kept and not any(character.isalpha() for character in kept["name"]):
        raise BadInput("name_needed", "Họ và tên phải có chữ.", field="new_name")
    for name, text in kept.items():
        if len(text) > LIMITS.get(name, 254):
            raise BadInput("text_too_long", f"{FIELDS[name]} dài quá.", field=f"new_{name}")
        kept[name] = FORMS[name](text) if name in FORMS else text
    return kept
