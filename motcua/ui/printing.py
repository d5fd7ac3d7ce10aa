"""Printed papers: values in, PDF out. Templates, form sets and the table of fields are in `papers/`.

Templates hold all markup; data reach them as JSON values and are never evaluated. Print outside every lock and
transaction, and keep what was printed.
"""

import base64
import functools
import json
import os
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import typst

from motcua.core.text import clean, nfc
from motcua.ui.amounts import in_words
from motcua.ui.codes import code128, qr
from motcua.ui.formats import machine

PAPERS = Path(__file__).resolve().parent / "papers"
PREFERRED_FONTS = ("Times New Roman", "Tinos")  # the face of NĐ 30/2020, and the free one with its measures
OWN_FONT = "Libertinus Serif"  # inside the typst wheel, with every Vietnamese letter
ANY_TIME = "any"
MAY_BE_EMPTY = {"papers", "rows"}
NUMBERED = re.compile(r"(?:(\d\d)-)?([a-z-]+)")


class PaperError(ValueError):
    """A paper cannot be printed from what was given."""


class UnknownFormError(PaperError):
    """No such form, or none in the set in force."""


class MissingFieldError(PaperError):
    """Fields without which the paper would be worthless; `fields` names them."""

    def __init__(self, form: str, fields: list[str]) -> None:
        self.fields = fields
        super().__init__(f"{form}: thiếu {', '.join(fields)}")


class PaperWarning(UserWarning):
    """The compiler was not content with a template."""


@dataclass(frozen=True)
class PaperForm:
    """One form of one set: what the law fixes of it."""

    form: str
    set_code: str
    number: str
    name: str
    circular: str
    wording: str  # the set's entry as JSON, as the template reads it


@functools.cache
def _sets() -> dict[str, Any]:
    return json.loads((PAPERS / "sets.json").read_text("utf-8"))


@functools.cache
def _fields() -> dict[str, Any]:
    return json.loads((PAPERS / "fields.json").read_text("utf-8"))


def set_on(day: date) -> str:
    """Return the code of the form set in force on a day ("2018", "2025"). Raises UnknownFormError before the first."""
    iso = machine(day)[:10]
    for code, one in _sets().items():
        if code != ANY_TIME and one["valid_from"] <= iso <= (one["valid_to"] or "9999"):
            return code
    raise UnknownFormError(f"không có bộ mẫu cho ngày {iso}")


def newest_set() -> str:
    """Return the code of the set that is in force without an end."""
    return max((code for code in _sets() if code != ANY_TIME), key=lambda code: _sets()[code]["valid_from"])


def forms_of(set_code: str) -> dict[str, PaperForm]:
    """Return the forms of a set by name, with those that belong to no set (fee-receipt)."""
    if set_code not in _sets() or set_code == ANY_TIME:
        raise UnknownFormError(f"không có bộ mẫu {set_code!r}")
    return {
        name: PaperForm(
            form=name,
            set_code=set_code,
            number=wording["number"],
            name=wording["name"],
            circular=wording.get("circular", _sets()[code]["circular"]),
            wording=json.dumps(wording, ensure_ascii=False),
        )
        for code in (set_code, ANY_TIME)
        for name, wording in _sets()[code]["forms"].items()
    }


def paper_form(form: str, set_code: str) -> PaperForm:
    """Return a form by its name ("control") or its number in the set and its name ("06-control").

    Raises UnknownFormError for other names and for a number that the form does not have in this set.
    """
    match = NUMBERED.fullmatch(form)
    found = forms_of(set_code).get(match[2]) if match else None
    if match is None or found is None or (match[1] and found.number != f"Mẫu số {match[1]}"):
        raise UnknownFormError(f"không có mẫu {form!r} trong bộ {set_code}")
    return found


def _plain(value: Any) -> Any:
    """Return values as JSON can carry them: texts clean, dates and instants as local ISO."""
    if isinstance(value, str):
        # Lone surrogates cannot be written as UTF-8; composed again because a sign taken out may have parted a letter.
        return nfc(clean(value.encode("utf-8", "ignore").decode(), lines=True))
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return machine(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    raise PaperError(f"không in được giá trị kiểu {type(value).__name__}")


def _leaves(value: Any, path: str = "") -> Iterator[str]:
    """Yield the field names of nested values: applicant.name, papers[].name, reasons[]."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, f"{path}[]")
    else:
        yield path


def _has(values: dict[str, Any], path: str) -> bool:
    """Tell whether a field is given; no papers and no rows are an answer too, no reasons are not."""
    here: Any = values
    for key in path.split("."):
        here = here.get(key) if isinstance(here, dict) else None
    return here not in (None, "") and (here != [] or path in MAY_BE_EMPTY)


def _check(form: str, values: dict[str, Any]) -> None:
    """Raise MissingFieldError or PaperError for values that the form cannot be printed from."""
    missing = [
        field for field in _fields()[form]["required"] if not any(_has(values, one) for one in field.split(" | "))
    ]
    if missing:
        raise MissingFieldError(form, missing)
    known = {one for fields in _fields().values() for part in fields.values() for one in part}
    known |= {one for field in known for one in field.split(" | ")}
    unknown = sorted({field for field in _leaves(values) if field not in known})
    if unknown:
        raise PaperError(f"{form}: không có trường {', '.join(unknown)}")


def _set_of(values: dict[str, Any]) -> str:
    """Return the set named in the values, else the one in force when the dossier came, else the newest."""
    if values.get("set"):
        return str(values["set"])
    for key in ("received", "from", "date"):
        if values.get(key):
            try:
                return set_on(date.fromisoformat(str(values[key])[:10]))
            except ValueError as error:
                raise PaperError(f"{key}: không phải ngày: {values[key]}") from error
    return newest_set()


def _with_codes(form: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with what is computed here: QR and bar code, the amount in words."""
    out = dict(values)
    if out.get("qr"):
        out["qr"] = qr(out["qr"])
    if (out.get("office") or {}).get("emblem"):  # numbers: what a template can turn into a picture without a decoder
        out["office"] = out["office"] | {"emblem": list(base64.b64decode(out["office"]["emblem"], validate=True))}
    for group in out.get("groups", ()):
        group["rows"] = [_with_qr(row) for row in group["rows"]]
    if "sheets" in out:
        out["sheets"] = [_with_qr(sheet) for sheet in out["sheets"]]
    if form == "control":
        out["barcode"] = code128(out["code"])
    if form == "fee-receipt":
        parts = [line.get("amount") for line in out["lines"]]
        if parts and all(isinstance(part, int) for part in parts) and sum(parts) != out["total"]:
            raise PaperError(f"{form}: tổng {out['total']} khác tổng các dòng {sum(parts)}")
        out["total_words"] = in_words(out["total"])
    return out


def _with_qr(values: dict[str, Any]) -> dict[str, Any]:
    return values | {"qr": qr(values["qr"], quick=True)} if values.get("qr") else values


class Printer:
    """One kept typst compiler. It may be used from many threads: one paper at a time."""

    def __init__(self, *, system_fonts: bool = True, folder: Path | None = None) -> None:
        """Load the fonts once; `system_fonts=False` leaves only the wheel's own. Templates see only their `folder`."""
        self._folder = folder or PAPERS
        fonts = typst.Fonts(include_system_fonts=system_fonts)
        present = set(fonts.families())
        self.fonts = [*(name for name in PREFERRED_FONTS if name in present), OWN_FONT]
        self._lock = threading.Lock()
        self._compiler = typst.Compiler(
            str(self._folder / "base.typ"),
            root=str(self._folder),
            font_paths=fonts,
            package_path=os.devnull,
            package_cache_path=os.devnull,
        )

    def pdf(self, form: PaperForm, values: dict[str, Any], **options: Any) -> bytes:
        """Return the PDF of one paper; `options` go to typst (pdf_standards). Raises PaperError."""
        return self.sheet(form.form, values, form=form.wording, **options)

    def sheet(self, template: str, values: dict[str, Any], *, form: str = "", **options: Any) -> bytes:
        """Return the PDF of a template of this printer's folder. Raises PaperError."""
        inputs = {"data": json.dumps(values, ensure_ascii=False), "form": form, "fonts": json.dumps(self.fonts)}
        path = str(self._folder / f"{template}.typ")
        try:
            with self._lock:
                output, complaints = self._compiler.compile_with_warnings(
                    path, format="pdf", sys_inputs=inputs, **options
                )
        except typst.TypstError as error:
            raise PaperError(f"{template}: {error.message}") from error
        for complaint in complaints:
            warnings.warn(f"{template}: {complaint.message}", PaperWarning, stacklevel=2)
        return cast(bytes, output)  # one PDF; pictures would be a list


@functools.cache
def printer(folder: Path | None = None) -> Printer:
    """Return this process's printer of a folder of templates; loading the fonts takes about 0.1 s, once."""
    return Printer(folder=folder)


# A compiler's threads do not survive a fork: the child makes its own.
os.register_at_fork(after_in_child=printer.cache_clear)


def prepared(form: str, data: dict[str, Any]) -> tuple[PaperForm, dict[str, Any]]:
    """Return the form in force and the checked values as its template reads them. Raises PaperError."""
    values = _plain(data)
    found = paper_form(form, _set_of(values))
    try:
        _check(found.form, values)
        return found, _with_codes(found.form, values)
    except (TypeError, AttributeError, ValueError) as error:
        if isinstance(error, PaperError):
            raise
        raise PaperError(f"{found.form}: {error}") from error


def print_paper(form: str, data: dict[str, Any]) -> bytes:
    """Return the PDF of a form filled with data; the fields of each form are in papers/README.md.

    `data["set"]` names the form set; without it the set in force on `received` (else `from`, `date`) is taken.
    Dates are date or datetime objects, or local ISO texts. The same data give the same bytes on the same machine.
    Raises UnknownFormError, MissingFieldError or PaperError.
    """
    found, values = prepared(form, data)
    return printer().pdf(found, values)


def main(arguments: list[str]) -> int:
    """Print FORM from a JSON file to a PDF file, for try-outs."""
    if len(arguments) != 3:
        sys.stderr.write("python -m motcua.ui.printing FORM data.json out.pdf\n")
        return 2
    form, source, target = arguments
    try:
        output = print_paper(form, json.loads(Path(source).read_text("utf-8")))
    except PaperError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    Path(target).write_bytes(output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
