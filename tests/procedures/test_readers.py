"""Each kind of dirt that the national catalogue is known for, on small records of our own."""

import gzip
import json

import pytest
import xlsxwriter

from motcua.procedures.readers.files import UnreadableError, read_file
from motcua.procedures.records import NationalRecord, build


def channel(time_limit=5, unit="ngày làm việc", name="trực tiếp", text=None, raw=None, fees=()):
    return {
        "channel": name, "time_limit": time_limit, "unit": unit, "time_limit_raw": raw, "time_text": text,
        "fees": [{"type": "phí", "amount": 10000, "currency": "Việt Nam Đồng", "text": None, **fee} for fee in fees],
    }  # fmt: skip


def entry(**changes):
    return {
        "code": "9.000001",
        "name": "Cấp giấy thử nghiệm",
        "field": "Thử nghiệm",
        "field_code": "Z01-TN01",
        "levels": ["xã"],
        "agency": ["Ủy ban nhân dân cấp xã"],
        "promulgated_by": "Bộ Thử nghiệm",
        "promulgated_by_code": "Z01",
        "scope": "toàn quốc",
        "channels": [channel()],
        "components": [{"case": "", "name": "Đơn đề nghị", "code": "G1", "originals": 1, "copies": 0, "form": None}],
        "steps": ["Nộp hồ sơ."],
        "conditions": "Không quy định.",
        "legal_bases": [{"number": "1/2026/NĐ-CP", "name": "Nghị định thử"}],
        "results": [{"code": "KQ.1", "name": "Giấy thử nghiệm"}],
        "case_limits": [{"code": "9.000001.01", "qty": 5, "unit": "ngày làm việc"}],
        "decision": {"number": "1/QĐ-BTN", "date": "2026-01-05", "agency": "Bộ Thử nghiệm"},
        "updated": "2026-02-01",
        **changes,
    }


@pytest.fixture
def read(tmp_path):
    def read_entries(*entries):
        path = tmp_path / "danh-muc.json"
        path.write_text(json.dumps(entries, ensure_ascii=False))
        return read_file(path).readings

    return read_entries


def record_of(read, **changes):
    (reading,) = read(entry(**changes))
    return reading.record


def test_a_sound_record_has_no_doubt(read):
    record = record_of(read)

    assert record.doubts == ()
    assert (record.code, record.scope, record.conditions) == ("9.000001", "national", "")
    assert record.channels[0].limit.amount == 5
    assert record.channels[0].limit.unit == "working_day"
    assert record.legal_bases[0].code == "1/2026/NĐ-CP"


def test_1_a_missing_limit_is_doubtful_and_0_is_never_no_days(read):
    for number, unit in ((1, "khác"), (0, "khác"), (3, "khác"), (0, "ngày làm việc"), (None, None)):
        limit = record_of(read, channels=[channel(number, unit)]).channels[0].limit
        assert (limit.amount, limit.unit) == (None, "unknown")
        assert limit.doubt


def test_1_a_limit_told_only_in_words_still_waits_for_a_person(read):
    limit = record_of(read, channels=[channel(1, "khác", text="Trong ngày làm việc")]).channels[0].limit

    assert limit.unit == "same_day"
    assert limit.doubt


def test_2_prose_in_the_number_field(read):
    limit = record_of(read, channels=[channel(None, None, raw="Không quá 03 ngày làm việc")]).channels[0].limit
    digits = record_of(read, channels=[channel("05", "ngày")]).channels[0].limit
    odd = record_of(read, channels=[channel(None, None, raw="1/12 hàng năm")]).channels[0].limit

    assert (limit.amount, limit.unit) == (3, "working_day")
    assert (digits.amount, digits.unit) == (5, "day")
    assert odd.amount is None
    assert odd.unit in ("unknown", "year")
    assert odd.usable is False


def test_3_fractions_of_days_stay_fractions(read):
    assert record_of(read, channels=[channel(4.75)]).channels[0].limit.amount == 4.75


def test_4_hours_that_look_like_a_typing_error_are_doubtful(read):
    record = record_of(
        read,
        channels=[channel(90, "ngày"), channel(90, "giờ", name="bưu chính")],
        case_limits=[{"code": "9.000001.01", "qty": 90, "unit": "ngày"}],
    )

    assert all(terms.limit.doubt for terms in record.channels)


def test_5_two_limits_that_disagree_are_told(read):
    of_cases = record_of(read, case_limits=[{"code": "9.000001.01", "qty": 7, "unit": "ngày làm việc"}])
    of_words = record_of(read, channels=[channel(5, text="Trong thời hạn 08 ngày làm việc")])

    assert any("trường hợp" in doubt for doubt in of_cases.doubts)
    assert "8" in of_words.channels[0].limit.doubt


def test_6_limits_by_channel_and_by_case_are_all_kept(read):
    record = record_of(
        read,
        channels=[channel(15), channel(10), channel(7, name="trực tuyến")],
        case_limits=[{"code": f"9.000001.{n}", "qty": 15, "unit": "ngày làm việc"} for n in ("10", "11", "12")],
    )

    assert [(t.channel, t.limit.amount) for t in record.channels] == [("counter", 15), ("counter", 10), ("online", 7)]
    assert [limit.code for limit in record.case_limits] == ["9.000001.10", "9.000001.11", "9.000001.12"]


def test_7_a_limit_that_depends_on_the_region_is_doubtful(read):
    text = "Không quá 10 ngày làm việc. Đối với các xã miền núi thì tăng thêm không quá 10 ngày làm việc"
    limit = record_of(read, channels=[channel(10, text=text)]).channels[0].limit

    assert limit.doubt


def test_8_fees_keep_their_three_meanings(read):
    fees = [
        {"amount": None, "text": None},
        {"amount": 0, "text": "Miễn phí"},
        {"amount": 0, "text": "Do HĐND tỉnh quy định"},
    ]
    record = record_of(read, channels=[channel(fees=fees)])

    assert [fee.standing for fee in record.channels[0].fees] == ["unstated", "free", "set_by_council"]
    assert sum(doubt.startswith("Phí:") for doubt in record.doubts) == 1


def test_9_codes_with_spaces_pass_deleted_ones_are_rejected_odd_ones_wait(read):
    spaced, deleted, odd = read(entry(code=" 9.000001"), entry(code="9.000002-Xoa"), entry(code="9.00000333"))

    assert spaced.record.code == "9.000001"
    assert "khoảng trắng" in spaced.reasons[0]
    assert (deleted.record, deleted.verdict) == (None, "rejected")
    assert (odd.record, odd.verdict) == (None, "doubtful")
    assert deleted.reasons
    assert odd.reasons


def test_9_the_scope_completes_the_code(read):
    assert record_of(read, scope="địa phương", promulgated_by_code="H57").scope == "H57"
    assert record_of(read, scope=None).scope == "unknown"


def test_10_nulls_inside_arrays_are_skipped(read):
    record = record_of(
        read, agency=[None, "Ủy ban nhân dân cấp xã"], components=[None], channels=[None, channel()], results=[None]
    )

    assert record.agencies == ("Ủy ban nhân dân cấp xã",)
    assert len(record.channels) == 1


def test_10_a_record_without_agency_is_told(read):
    assert "Không ghi cơ quan thực hiện" in record_of(read, agency=[]).doubts


def test_11_and_12_an_abolished_level_is_told(read):
    assert any("cấp huyện" in doubt for doubt in record_of(read, agency=["Bảo hiểm xã hội cấp huyện"]).doubts)


def test_12_vertical_agencies_are_marked(read):
    assert record_of(read, vertical=True).vertical is True


def test_14_text_is_composed_and_free_of_invisible_characters(read):
    decomposed = "Ca\u0302\u0301p gia\u0302\u0301y\u200b\uf0b7  thử"
    record = record_of(read, name=decomposed)

    assert record.name == "Cấp giấy thử"


def test_15_steps_in_one_text_are_divided_and_empty_conditions_emptied(read):
    record = record_of(read, steps=["Bước 1: Nộp.\nBước 2: Nhận kết quả."], conditions="không.")

    assert record.steps == ("Bước 1: Nộp.", "Bước 2: Nhận kết quả.")
    assert record.conditions == ""


def test_15_notes_headings_and_cases_are_told_apart(read):
    names = ["* Lưu ý:", "* Giấy tờ phải nộp:", "Trường hợp cấp lại", "Đối với tổ chức"]
    papers = [{"case": name, "name": "Giấy", "code": "", "originals": 0, "copies": 0, "form": None} for name in names]
    record = record_of(read, components=papers)

    assert [(case.kind, case.key) for case in record.cases] == [
        ("note", ""),
        ("group", ""),
        ("case", "c1"),
        ("case", "c2"),
    ]


def test_15_no_papers_and_nameless_papers_are_told(read):
    nameless = [{"case": "", "name": " ", "code": "", "originals": 1, "copies": 0, "form": None}]

    assert "Không có thành phần hồ sơ" in record_of(read, components=[]).doubts
    assert "Có giấy tờ không tên" in record_of(read, components=nameless).doubts


def test_16_missing_decisions_are_told(read):
    doubts = record_of(read, decision={"number": None, "date": None, "agency": None}).doubts

    assert "Không có số quyết định công bố" in doubts
    assert "Không có ngày quyết định công bố" in doubts


def test_17_a_record_with_code_and_name_only_is_partial(read):
    (reading,) = read({**entry(channels=[], components=[], scope=None), "partial": True})

    assert reading.record.partial is True
    assert reading.record.scope == "national"
    assert reading.reasons == ("Nguồn chỉ có mã và tên",)


def test_no_entry_is_dropped(read):
    readings = read(entry(), "không phải bản ghi", entry(name=""), entry(code=None))

    assert [r.verdict for r in readings] == ["read", "rejected", "rejected", "rejected"]
    assert all(r.reasons for r in readings[1:])


def test_a_record_survives_json(read):
    record = record_of(read, channels=[channel(fees=[{}])])
    again = build(NationalRecord, json.loads(json.dumps(record.content())))

    assert again.content() == record.content()
    assert again.digest() == record.digest()


def answer(**changes):
    detail = {
        "code": "9.000001",
        "name": "Cấp giấy thử nghiệm",
        "type": "STANDARD",
        "isWard": True,
        "executionSteps": [{"name": "", "description": "Nộp hồ sơ."}],
        "executionMethods": [
            {"submissionMethod": "DIRECT", "processingTime": 5, "processingTimeUnit": "WORKING_DAY", "fees": []}
        ],
        "executionCases": [
            {"name": "", "profileComponents": [{"name": "Đơn đề nghị", "code": "G1", "originalQty": 1, "copyQty": 0}]}
        ],
        "requirementsAndConditions": "Không quy định.",
        "categoriesDetails": [{"name": "Thử nghiệm", "code": "Z01-TN01"}],
        "departmentsExecuting": [None],
        "unitGroupsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "departmentPromulgateName": "Bộ Thử nghiệm",
        "departmentPromulgateCode": "Z01",
        "legalBasisesDetails": [{"name": "Nghị định thử", "code": "1/2026/NĐ-CP"}],
        "resultsDetails": [{"name": "Giấy thử nghiệm", "code": "KQ.1"}],
        "cases": [{"code": "9.000001.01", "processingDay": {"qty": 5, "type": "WORKING_DAY"}}],
        "procedureProposal": {
            "proposalNumber": "1/QĐ-BTN", "decisionDate": 1767546000000, "issuingAgency": {"name": "Bộ Thử nghiệm"}
        },
        **changes,
    }  # fmt: skip
    return {"id": "1", "code": detail["code"], "name": detail["name"], "detail": detail}


def test_an_answer_of_the_api_reads_like_the_cleaned_record(tmp_path, read):
    path = tmp_path / "tra-loi.json"
    path.write_text(json.dumps(answer(), ensure_ascii=False))
    (from_api,) = read_file(path).readings
    (from_list,) = read(entry())

    assert from_api.record.content() == from_list.record.content()


def test_a_province_s_answer_has_its_agency_as_scope(tmp_path):
    path = tmp_path / "tra-loi.json"
    path.write_text(json.dumps(answer(type="SPECIFIC", departmentPromulgateCode="H57")))

    assert read_file(path).readings[0].record.scope == "H57"


def test_the_portal_s_excel_below_a_merged_heading(tmp_path):
    path = tmp_path / "danh-sach.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:E1", "CỘNG HÒA\nDANH SÁCH")
        sheet.write_row(1, 0, ["Mã số", "Tên", "Cơ quan ban hành", "Cơ quan thực hiện", "Lĩnh vực"])
        sheet.write_row(2, 0, ["9.000001", "Cấp giấy thử ", "Bộ Thử", "Sở Thử\nỦy ban nhân dân cấp xã", "Thử"])
        sheet.write_row(4, 0, ["", "Không có mã", "Bộ Thử", "", "Thử"])
    result = read_file(path)

    assert result.kind == "portal_xlsx"
    assert result.readings[0].record.agencies == ("Sở Thử", "Ủy ban nhân dân cấp xã")
    assert result.readings[0].record.partial is True
    assert (result.readings[1].verdict, result.readings[1].place) == ("rejected", "hàng 5")


def test_a_province_s_csv_with_byte_order_mark_and_damaged_codes(tmp_path):
    path = tmp_path / "tinh.csv"
    rows = "TTHC_MA,NAME,WEIGHT,URL_Chi_Tiet\n9.000001,Cấp giấy,3,\n2.00161,Đăng ký thử,1,https://vidu.vn/?ma=2.001610&t=1\n"
    path.write_bytes(b"\xef\xbb\xbf" + rows.encode())
    sound, damaged = read_file(path).readings

    assert (sound.record.code, sound.record.scope) == ("9.000001", "unknown")
    assert (damaged.record, damaged.verdict) == (None, "doubtful")
    assert "2.001610" in damaged.reasons[0]


def test_a_list_without_codes_is_rejected_row_by_row(tmp_path):
    path = tmp_path / "cong-an.csv"
    path.write_text("Muc_Do,Ten_Dich_Vu\n,Dịch vụ một\n,Dịch vụ hai\n")

    assert [r.verdict for r in read_file(path).readings] == ["rejected", "rejected"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hong.json", b'[{"code": "9.000001", '),
        ("khac.json", b'{"note": "x"}'),
        ("cut.json.gz", gzip.compress(b"[" + b" " * 10_000 + b"]", mtime=0)[:-20]),
        ("khong-phai.xlsx", b"PK\x03\x04 khong phai bang tinh"),
        ("khong-cot.csv", b"a,b\n1,2\n"),
        ("khac-ma.csv", "Mã,Tên\n".encode("utf-16")),
        ("la.txt", b"x"),
        ("sai-kieu.json", b'[{"code": "9.000001", "name": "x", "channels": 5}]'),
    ],
)
def test_a_broken_file_is_refused_whole(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableError) as refused:
        read_file(path)
    assert str(refused.value)
