"""The package of an export: JSON for machines, a sheet for people, and the files themselves. Reads only."""

import io
import json
import re
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from motcua.core.clock import now
from motcua.core.errors import Refused
from motcua.core.events import plain
from motcua.files.blobs import contents
from motcua.files.models import StoredFile
from motcua.privacy.models import RightsRequest
from motcua.privacy.registry import Known, all_holdings
from motcua.ui.sheets import Column, write_sheet

MOST_BYTES = 64 * 1024 * 1024  # of files in one package; what is beyond is listed and fetched at the office
COLUMNS = (Column("Mục", 26), Column("Số", 6), Column("Thông tin", 26), Column("Nội dung", 70))
DATED = re.compile(r"\d{4}-\d\d-\d\d")


def package_of(request: RightsRequest, known: Known) -> dict[str, Any]:
    """Return everything that the office holds of a person, in sections, with the keys of the files."""
    told = [(each.title, each.tell(known)) for each in all_holdings() if each.tell is not None]
    files = [file for each in all_holdings() if each.files is not None for file in each.files(known)]
    within, total = [], 0
    for file in files:
        total += file.size
        within += [str(file.pk)] if total <= MOST_BYTES else []
    return {
        "request": request.code, "office": request.office.name, "person": request.name,
        "made_at": plain(now()), "files": within, "files_left_out": len(files) - len(within),
        "sections": [{"title": title, "rows": plain(rows)} for title, rows in told if rows],
    }  # fmt: skip


def packed(package: dict[str, Any]) -> tuple[bytes, list[StoredFile]]:
    """Return the package as one ZIP, and the files in it; a file that cannot be read is left out and named."""
    out, within = io.BytesIO(), []
    files = {str(file.pk): file for file in StoredFile.objects.filter(pk__in=package["files"])}
    unread = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, key in enumerate(package["files"], 1):
            try:
                archive.writestr(f"tep/{number:03}-{files[key].name}", contents(files[key]))
                within.append(files[key])
            except Refused as error:
                unread.append({"tệp": files[key].name, "lý do": error.message})
        told = {key: value for key, value in package.items() if key != "files"} | {"files_unread": unread}
        archive.writestr("du-lieu.json", json.dumps(told, ensure_ascii=False, indent=1))
        archive.writestr("du-lieu.xlsx", sheet_of(package))
    return out.getvalue(), within


def sheet_of(package: dict[str, Any]) -> bytes:
    """Return the sections as a sheet: one line for each piece of information."""
    lines = [
        (section["title"], number, label, _shown(value))
        for section in package["sections"]
        for number, row in enumerate(section["rows"], 1)
        for label, value in row.items()
        if value not in (None, "")
    ]
    lead = [package["person"], f"{package['office']}, yêu cầu {package['request']}"]
    if package["files_left_out"]:
        lead.append(f"{package['files_left_out']} tệp lớn không kèm theo; nhận tại cơ quan.")
    return write_sheet("Dữ liệu cá nhân đang được lưu giữ", COLUMNS, lines, lead=lead)


def _shown(value: Any) -> Any:
    """Days and moments as such; a text that only begins like one stays the text that somebody wrote."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, str) and DATED.match(value):
        for read in (date.fromisoformat, datetime.fromisoformat):
            with suppress(ValueError):
                return read(value)
    return value
