"""Pictures of one paper become one PDF: upright, in the order chosen, small and readable."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from motcua.core.errors import BadInput
from motcua.files import apart
from motcua.files.blobs import contents
from motcua.files.leaves import DOTS, LONG, SHORT
from motcua.files.models import StoredFile
from motcua.filing.actions.binding import bind_pictures
from motcua.filing.actions.holding import lay_in, move
from motcua.filing.actions.sending import send
from tests.filing.filled import fill, png

A4 = (596, 842)  # points, as drawn
UPRIGHT, LYING = 1, 6  # as EXIF tells how the camera was held


def photo(word: str, *, turned: int = UPRIGHT, size: tuple[int, int] = (2400, 3200)) -> bytes:
    """A photo of a page with a red bar at its top and words on it, stored as a camera stores it."""
    page = Image.new("RGB", size, (240, 238, 228))
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 0, size[0], 300), fill=(200, 30, 30))
    pen.text((200, 700), word, fill="black", font_size=90)
    if turned == LYING:
        page = page.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = turned
    out = io.BytesIO()
    page.save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def pages_of(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    drawn = [document[number].render(scale=1).to_pil().convert("RGB") for number in range(len(document))]
    document.close()
    return drawn


def is_red(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 150 and pixel[1] < 90


def test_each_leaf_is_an_upright_a4_page_however_the_camera_was_held():
    pdf = apart.bound([photo("một"), photo("hai", turned=LYING), photo("ba", size=(3200, 2400))])
    portrait, turned, landscape = pages_of(pdf)
    assert portrait.size == turned.size == A4
    assert landscape.size == A4[::-1]
    for page in (portrait, turned):
        assert is_red(page.getpixel((297, 45)))
        assert not is_red(page.getpixel((297, 800)))
    assert len(pdf) < 3 * 400_000
    assert (SHORT, LONG) == (1406, 1988)
    assert 150 <= DOTS <= 200  # readable


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_every_kind_that_phones_make_is_taken(kind):
    out = io.BytesIO()
    Image.new("RGB", (300, 400), (200, 30, 30)).save(out, kind)
    assert is_red(pages_of(apart.bound([out.getvalue()]))[0].getpixel((297, 420)))


def test_a_clear_picture_lies_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (400, 600), (0, 0, 0, 0)).save(out, "PNG")
    assert pages_of(apart.bound([out.getvalue()]))[0].getpixel((300, 400)) == (255, 255, 255)


@pytest.mark.parametrize("broken", [b"", b"\xff\xd8\xff\xe0 nothing", b"%PDF-1.4"])
def test_what_is_no_picture_is_refused_in_words(broken):
    with pytest.raises(BadInput) as refused:
        apart.bound([broken])
    assert refused.value.code == "damaged_file"


@pytest.mark.django_db
def test_what_was_photographed_is_sent_as_one_file_a_paper_in_the_order_chosen(filing, mother):
    by = mother.acting()
    filing = fill(filing, by=by, proof=False)
    first, second = (
        lay_in(filing, by=by, question="proof", name=f"{name}.jpg", content=photo(name, size=size))
        for name, size in (("dung", (600, 800)), ("nam", (800, 600)))
    )
    move(filing, by=by, file=second.file_id, by_places=-1)
    dossier = send(filing, by=by, delivery="at_desk", declared=True)
    (paper,) = dossier.papers.exclude(file=None)
    assert (paper.name, paper.file.name, paper.file.pages) == ("Giấy tờ chứng minh", "nam.pdf", 2)
    assert [page.size for page in pages_of(contents(paper.file))] == [A4[::-1], A4]
    assert set(StoredFile.objects.kept()) == {paper.file}  # the pictures are gone
    assert first.file_id != paper.file_id


@pytest.mark.django_db
def test_a_single_photo_held_sideways_is_an_upright_leaf_too(filing, mother):
    """However small it is: a desk that opens it must not turn its head."""
    by = mother.acting()
    filing = fill(filing, by=by, proof=False)
    lay_in(filing, by=by, question="proof", name="a.jpg", content=photo("một", turned=LYING, size=(600, 800)))
    (paper,) = send(filing, by=by, delivery="at_desk", declared=True).papers.exclude(file=None)
    (page,) = pages_of(contents(paper.file))
    assert page.size == A4
    assert [is_red(page.getpixel((297, y))) for y in (150, 700)] == [True, False]


@pytest.mark.django_db
def test_a_single_small_drawing_and_a_paper_that_must_be_a_picture_stay_as_they_are(filing, mother):
    by = mother.acting()
    lay_in(filing, by=by, question="proof", name="a.png", content=png())
    for name in "ab":
        lay_in(filing, by=by, question="helper_card", group="helpers", name=f"{name}.png", content=png())
    assert bind_pictures(filing, by=by) == 0
    lay_in(filing, by=by, question="proof", name="b.png", content=png(3))
    assert bind_pictures(filing, by=by) == 1
    assert bind_pictures(filing, by=by) == 0
    assert filing.files.get(question="proof").file.media_type == "application/pdf"
