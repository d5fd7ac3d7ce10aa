"""Figures of years before the system, as four offices' reports state them, and a town's place in the reform index.

The numbers and the names of the offices are facts (facts/past_figures.csv). Three of the offices belong to other
provinces; here they hang, ended, under the sample city, so that its reform officer's page of many years shows them.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from demo.offices import TOWN
from motcua.agencies import actions as offices
from motcua.agencies.choices import Kind, Level
from motcua.agencies.models import Agency, Post
from motcua.reports.actions import bring, enter, record_index
from motcua.reports.choices import Index
from motcua.reports.models import ExternalIndex, PastImport

FILE = Path(__file__).parent / "facts" / "past_figures.csv"
CITY = "H57"
SINCE, UNTIL = date(2005, 1, 1), date(2025, 6, 30)
UNITS = (
    ("MAU-CM", "Ủy ban nhân dân huyện Chợ Mới (số liệu mẫu)", "UBND huyện Chợ Mới (mẫu)", ""),
    (
        "MAU-CM.DD",
        "Chi nhánh Văn phòng Đăng ký đất đai huyện Chợ Mới (số liệu mẫu)",
        "CN VPĐKĐĐ Chợ Mới (mẫu)",
        "MAU-CM",
    ),
    ("MAU-HTY", "Ủy ban nhân dân thị xã Hương Thủy (số liệu mẫu)", "UBND thị xã Hương Thủy (mẫu)", ""),
    ("MAU-HTI", "Ủy ban nhân dân thành phố Hà Tĩnh (số liệu mẫu)", "UBND thành phố Hà Tĩnh (mẫu)", ""),
)
INDEX = ((2014, "45.8", 7), (2015, "63.71", 5), (2016, "71.63", 9))
RANKED, PUBLISHED = 9, "Báo cáo giám sát của HĐND thị xã Hương Trà, năm 2017"


def make(agencies: dict[str, Agency], *, by: Post) -> None:
    """Bring in what is not there yet."""
    city = agencies[CITY]
    for code, name, short, above in UNITS:
        if code not in agencies:
            agencies[code] = offices.create_agency(
                by=by, parent=agencies[above] if above else city, code=code, name=name, short_name=short,
                kind=Kind.SERVICE_UNIT if above else Kind.PEOPLES_COMMITTEE, level=Level.DISTRICT, valid_from=SINCE,
                valid_to=UNTIL,
            )  # fmt: skip
    if not PastImport.objects.filter(office=city).exists():
        enter(bring(by=by, office=city, name=FILE.name, content=FILE.read_bytes()), by=by)
    for year, value, rank in INDEX:
        if not ExternalIndex.objects.filter(agency=agencies[TOWN], index=Index.PAR, year=year).exists():
            record_index(
                by=by, agency=agencies[TOWN], index=Index.PAR, year=year, value=Decimal(value), rank=rank,
                ranked=RANKED, source=PUBLISHED,
            )  # fmt: skip
