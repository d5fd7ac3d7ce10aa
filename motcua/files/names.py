"""The name under which a file is kept and offered. Pure."""

import re

from motcua.core.errors import BadInput
from motcua.core.text import clean

LIMIT = 120
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = re.compile(r'[<>:"|?*%\x00-\x1f]')
_NUMBER = re.compile(r"(?<!\d)\d{6,10}(\d{3})(?!\d)")  # 9 to 13 digits: what an identity number or a phone looks like
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
HARMFUL = {
    "apk", "app", "bat", "bin", "chm", "cmd", "com", "cpl", "dll", "dmg", "docm", "dotm", "elf", "exe", "hta",
    "htm", "html", "iso", "jar", "js", "jse", "lnk", "mht", "mhtml", "msc", "msi", "msp", "php", "pif", "ppam",
    "ps1", "pptm", "py", "reg", "rtf", "scf", "scr", "sh", "shtml", "svg", "svgz", "swf", "url", "vb", "vbe",
    "vbs", "wasm", "wsf", "xht", "xhtml", "xlam", "xlsm", "xltm",
}  # fmt: skip
_INSIDE = HARMFUL - {"app", "bin", "com", "iso", "py", "reg", "sh", "url"}  # "www.vidu.com.pdf" is an honest name
_KNOWN = {
    "pdf", "png", "jpg", "jpeg", "jpe", "webp", "tif", "tiff", "docx", "xlsx", "odt", "ods", "txt", "csv", "xml",
    "doc", "xls", "heic", "bmp", "gif",
}  # fmt: skip


def parts(name: str) -> tuple[str, list[str]]:
    """Return (stem, endings in small letters): "a.b.pdf" → ("a", ["b", "pdf"]); endings are short and without marks."""
    endings: list[str] = []
    while (found := _ENDING.search(name)) and found.start() > 0:
        endings.insert(0, found.group(1).lower())
        name = name[: found.start()].rstrip()
    return name, endings


def check(name: str) -> None:
    """Raise BadInput (`double_extension`) for a name that hides what would run: "phiếu.pdf.exe", "ảnh.js.png"."""
    _, endings = parts(_bare(name))
    harmful = _INSIDE.intersection(endings[:-1]) | HARMFUL.intersection(endings[-1:])
    if harmful:
        raise BadInput(
            "double_extension",
            f"Tên tệp có đuôi .{min(harmful)} nên không nhận; hãy đổi tên tệp đúng với nội dung.",
            field="file",
        )


def kept(name: str, *, endings: tuple[str, ...]) -> str:
    """Return the cleaned name with an ending that fits the content; the first of `endings` when it had none of them.

    Composed, without path, control and direction characters; long numbers are masked, because names are not encrypted.
    """
    bare = _bare(name)
    found = _ENDING.search(bare)
    ending = found.group(1).lower() if found else ""
    if found and (ending in endings or ending in _KNOWN):
        bare = bare[: found.start()]
    ending = ending if ending in endings else endings[0]
    stem = _NUMBER.sub(r"xxxxxx\1", bare).strip(" .") or "tệp"
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem[: LIMIT - len(ending) - 1].rstrip(' .')}.{ending}"


def _bare(name: str) -> str:
    last = re.split(r"[/\\]", clean(name))[-1]
    return re.sub(r"\s+", " ", _FORBIDDEN.sub("_", last)).strip(" .")
