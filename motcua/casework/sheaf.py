"""Many slips as one PDF, to be printed in one go."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2
from django.db.models import Prefetch
from django.http import QueryDict

from motcua.agencies.models import Post
from motcua.casework import books
from motcua.casework.many import seen_picks
from motcua.core.errors import BadInput
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.choices import Form
from motcua.dossiers.models import Dossier, PrintedPaper
from motcua.files.actions import note_look
from motcua.files.blobs import contents

MOST_PRINTED = 50
FORMS = {Form.RECEIPT: "Giấy hẹn (mẫu 01)", Form.CONTROL: "Phiếu kiểm soát (mẫu 06)"}


def picked(by: Post, given: QueryDict) -> list[Dossier]:
    """Return the ticked dossiers that were received, in the order of receipt. Raises BadInput for none or too many."""
    codes = seen_picks(given.getlist("pick"))
    if len(codes) > MOST_PRINTED:
        raise BadInput("too_many_prints", f"In tối đa {MOST_PRINTED} hồ sơ một lần.")
    receipts = PrintedPaper.objects.filter(form=Form.RECEIPT).select_related("file").order_by("-number")
    rows = Dossier.objects.visible_to(by).filter(code__in=codes).exclude(received_at=None).for_page()
    found = list(rows.prefetch_related(Prefetch("printed_papers", receipts)).order_by("received_at", "pk"))
    if not found:
        raise BadInput("nothing_to_print", "Trong những hồ sơ đã chọn chưa hồ sơ nào được tiếp nhận.")
    return found


def printed(dossiers: Sequence[Dossier], *, form: str, by: Post, address: str) -> bytes:
    """Return one PDF of a slip of each dossier; every look is on record. Raises BadInput for an unknown form."""
    if form not in FORMS:
        raise BadInput("unknown_form", "Chọn loại phiếu để in.")
    pages = [_slip(dossier, form=form, by=by, address=address) for dossier in dossiers]
    if not (sheets := [page for page in pages if page]):
        raise BadInput("nothing_to_print", "Những hồ sơ này không có giấy hẹn.")
    whole = pypdfium2.PdfDocument.new()
    for sheet in sheets:
        whole.import_pages(pypdfium2.PdfDocument(sheet))
    out = BytesIO()
    whole.save(out)
    return out.getvalue()


def _slip(dossier: Dossier, *, form: str, by: Post, address: str) -> bytes | None:
    if form == Form.CONTROL:
        return books.slip_file(dossier, by=by, kind="pdf")
    paper = next(iter(dossier.printed_papers.all()), None)  # the last one that was promised
    file = keep_pdf(paper, by=by).file if paper is not None else None
    if file is None:
        return None
    note_look(file, by=by, why=f"In {Form.RECEIPT.label}"[:120], address=address)
    return contents(file)
