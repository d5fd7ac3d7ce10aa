"""A filing filled in as people fill it in."""

import io

from PIL import Image

from motcua.filing.actions.filling import keep
from motcua.filing.actions.holding import lay_in
from motcua.filing.models import Filing

ANSWERS = {
    "can": {"adult": "true"},
    "who": {"name": "Trần Thị Mẹ", "number": "046190000318", "phone": "0912345678"},
    "what": {"reason": "Mở quán nước", "copies": "2", "helpers": []},
}


def png(shade: int = 200, size: tuple[int, int] = (60, 80)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (shade, shade, 90)).save(out, "PNG")
    return out.getvalue()


def fill(filing: Filing, *, by, but: dict | None = None, proof: bool = True) -> Filing:
    """Answer every section, with changes, and lay the paper in."""
    for section, answers in ANSWERS.items():
        filing = keep(
            filing, by=by, section=section, answers=answers | (but or {}).get(section, {}), seen=filing.version, tab="t"
        )
    if proof:
        lay_in(filing, by=by, question="proof", name="giay.png", content=png())
    return Filing.objects.get(pk=filing.pk)
