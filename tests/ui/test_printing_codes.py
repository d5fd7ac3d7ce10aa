"""QR and Code 128, read back by a reader from drawn pages."""

import random
import string

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from motcua.ui.codes import code128, qr
from motcua.ui.printing import print_paper
from tests.ui.paper_samples import CODE, LINK, codes_in, sample


def drawn(code, rows, scale=4):
    """Draw a code's path as an SVG viewer would."""
    picture = Image.new("L", (code["n"] * scale, rows * scale), 255)
    draw = ImageDraw.Draw(picture)
    for part in code["path"].split("M")[1:]:
        start, _, rest = part.partition("h")
        x, y = (int(number) for number in start.split())
        width = int(rest.split("v")[0])
        draw.rectangle(
            [x * scale, y * scale, (x + width) * scale - 1, rows * scale if rows == 40 else (y + 1) * scale - 1], 0
        )
    return picture


def read(picture):
    framed = Image.new("L", (picture.width + 80, picture.height + 80), 255)
    framed.paste(picture, (40, 40))
    return [(found.format.name, found.text) for found in zxingcpp.read_barcodes(framed)]


@pytest.mark.parametrize("dpi", [150, 203, 300])
@pytest.mark.parametrize("form", ["receipt", "supplement", "refusal", "apology", "stop"])
def test_the_qr_of_each_copy_opens_the_tracking_page(form, dpi):
    found = codes_in(print_paper(form, sample(form)), dpi=dpi)
    assert found == [[("QRCode", LINK)]] * (2 if form == "receipt" else 1)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("set_code", ["2018", "2025"])
def test_the_control_slip_carries_its_code_as_bars(set_code, dpi):
    codes = codes_in(print_paper("control", sample("control", set_code)), dpi=dpi)
    assert codes[0] == [("Code128", CODE), ("QRCode", LINK)]


def test_a_paper_without_a_link_has_no_qr():
    values = sample("receipt")
    del values["qr"]
    assert codes_in(print_paper("receipt", values)) == [[], []]


@pytest.mark.parametrize(
    "text",
    ["A", "12", "123", "1234", "12345", "A1", "A1234", "A12345B", "000.12.34.H57-201105-0007", CODE, " ~!", "9" * 31],
)
def test_bars_are_read_as_written(text):
    assert read(drawn(code128(text), 40)) == [("Code128", text)]


def test_bars_of_random_texts_are_read_as_written():
    chance = random.Random(7)
    for _ in range(60):
        text = "".join(chance.choices(string.digits * 4 + string.ascii_letters + "-./ ", k=chance.randint(1, 24)))
        assert read(drawn(code128(text), 40)) == [("Code128", text)]


def test_even_runs_of_digits_are_packed_two_in_one():
    assert code128("12345678")["n"] < code128("ABCDEFGH")["n"]


@pytest.mark.parametrize("text", ["", "hồ sơ", "a\n", "\x7f"])
def test_what_code_128_cannot_carry_is_refused(text):
    with pytest.raises(ValueError, match="ASCII"):
        code128(text)


@pytest.mark.parametrize("text", ["x", LINK, "Tiếng Việt có dấu: Ổ Ẫ đ", LINK * 4])
def test_a_qr_is_read_as_written(text):
    code = qr(text)
    assert read(drawn(code, code["n"])) == [("QRCode", text)]


def test_a_path_has_only_what_the_templates_allow():
    for code in (qr(LINK), code128(CODE)):
        assert set(code["path"]) <= set("Mhvz0123456789 -")
