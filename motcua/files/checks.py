"""Whether a file is taken: by what it is, not by what it is called; every refusal in words. No Django."""

from dataclasses import dataclass

from motcua.files import archives, names, pdfs, pictures, xmls
from motcua.files.signatures import ENDINGS, PDF, PICTURES, XML, ZIP, refuse, type_of

LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: its type, the name to keep it under, pages of a PDF or picture (else None)."""

    media_type: str
    name: str
    pages: int | None


def first_look(content: bytes, *, name: str, limit: int = LIMIT) -> str:
    """Return the type that the first bytes tell. Quick and safe on any bytes. Raises BadInput as `check` does."""
    if len(content) > limit:
        raise refuse("too_large", f"Tệp lớn quá {limit // (1024 * 1024)} MB.")
    media_type = type_of(content)
    names.check(name)
    return media_type


def check(content: bytes, *, name: str, limit: int = LIMIT) -> Checked:
    """Look through the whole file. A hostile one may take long or much memory: see `apart`. Raises BadInput.

    Codes: empty_file · too_large · executable · active_content · polyglot · encrypted_file · archive_not_accepted ·
    archive_bomb · nested_archive · macros · external_link · old_office_file · heic_not_accepted · type_not_accepted ·
    too_many_pixels · too_many_pages · embedded_file · truncated_file · damaged_file · double_extension.
    """
    media_type, pages = first_look(content, name=name, limit=limit), None
    if media_type == PDF:
        pages = pdfs.check(content)
    elif media_type in PICTURES:
        pages = pictures.check(content, media_type)
    elif media_type == ZIP:
        media_type = archives.office_type(content)
    elif media_type == XML:
        xmls.check(content)
    return Checked(media_type=media_type, name=names.kept(name, endings=ENDINGS[media_type]), pages=pages)
