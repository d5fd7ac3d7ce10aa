"""The sample office with the files of a real one: what was promised is printed, a citizen's papers are scanned in, a
result is signed on paper and attached. `python -m bench.sample_office` in an empty database.

The drills put it aside, bring it back and carry it into a newer version: an office without files proves little.
"""

import io
import os

import django
from django.core.management import call_command
from PIL import Image
from pypdf import PdfWriter

django.setup()

from demo.load import load  # noqa: E402 after setup
from motcua.agencies.choices import Role  # noqa: E402
from motcua.agencies.models import Agency, Post  # noqa: E402
from motcua.citizens.actions import declare  # noqa: E402
from motcua.core import clock  # noqa: E402
from motcua.dossiers.actions.intake import Intake, register  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.dossiers.offers import verb_of  # noqa: E402
from motcua.files.actions import store  # noqa: E402
from motcua.files.models import StoredFile  # noqa: E402
from motcua.procedures.models import edition_for  # noqa: E402

DESK, PROCEDURE, CASE = "H57.54.04", "1.001193", "dung_han"  # a birth is registered
FINISHED = ("hand_over", "propose", "sign", "hand_over")  # until the result waits at the desk
SCANS = 3


def make() -> None:
    """Make the office, hand in and settle one dossier with scans, and let the worker print all that waits."""
    load()
    dossier = _handed_in()
    for verb in FINISHED:
        dossier = _done(dossier, verb)
    print_what_waits()


def print_what_waits() -> None:
    """Do the jobs that wait, until none does."""
    os.environ.setdefault("MOTCUA_LOG", "ERROR")
    call_command("procrastinate", "worker", "--one-shot", "--concurrency", "2")


def _people() -> list[Post]:
    return list(Post.objects.held(clock.today()).with_names().order_by("pk"))


def _handed_in() -> Dossier:
    desk = Agency.objects.get(code=DESK)
    clerk = next(post for post in _people() if post.agency_id == desk.pk and post.role == Role.RECEPTIONIST)
    edition = edition_for(PROCEDURE, desk, clock.today())
    assert edition is not None
    scans = [_scanned(clerk, number) for number in range(SCANS)]
    applicant = declare(
        by=clerk, kind="person", name="Nguyễn Thị Có Tệp", identity_number="000300000777", phone="0900000777",
        address="Tổ dân phố 7, phường Hương Trà, thành phố Huế",
    )  # fmt: skip
    papers = [{"name": f"Giấy tờ quét {n}", "originals": 1, "file": file} for n, file in enumerate(scans, start=1)]
    dossier: Dossier = register(
        by=clerk, intake=Intake(edition=edition, applicant=applicant, channel="counter", case=CASE, papers=papers)
    )
    return dossier


def _scanned(by: Post, number: int) -> StoredFile:
    """A page as a scanner gives it, another one each time."""
    page = io.BytesIO()
    Image.effect_noise((620, 877), 20 + number).convert("RGB").save(page, "JPEG", quality=80)
    kept: StoredFile = store(by=by, name=f"giay-to-{number}.jpg", content=page.getvalue())
    return kept


def _result(by: Post) -> StoredFile:
    """What was signed with ink, scanned."""
    writer, signed = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(signed)
    kept: StoredFile = store(by=by, name="ket-qua-da-ky.pdf", content=signed.getvalue())
    return kept


def _done(dossier: Dossier, name: str) -> Dossier:
    dossier = Dossier.objects.visible_to(Post.objects.system()).for_page().get(pk=dossier.pk)
    verb = verb_of(name)
    by = next(post for post in _people() if verb.permit(post, dossier))  # type: ignore[attr-defined]
    given = {"propose": {"note": "Hồ sơ đủ điều kiện."}, "sign": {"file": _result(by)}}.get(name, {})
    moved: Dossier = verb(dossier, by=by, **given)
    return moved


if __name__ == "__main__":
    make()
