"""What reports keep of their own: measures, states, action codes."""

from django.db import models


class FreezeAction(models.TextChoices):
    FREEZE = "frozen_report.freeze", "Chốt báo cáo"


class TargetAction(models.TextChoices):
    SET = "target.set", "Đặt chỉ tiêu đúng hạn"
    CHANGE = "target.change", "Sửa chỉ tiêu đúng hạn"


class ServiceIndexAction(models.TextChoices):
    PUBLISH = "index_version.publish", "Ban hành điểm, ngưỡng của bộ chỉ số 766"


class Measure(models.TextChoices):
    """What a report of a past period states. The labels are the columns of the spreadsheet."""

    CARRIED = "carried", "Kỳ trước chuyển sang"
    RECEIVED = "received", "Tiếp nhận"
    SETTLED = "settled", "Đã giải quyết"
    EARLY = "early", "Trước hạn"
    ON_DAY = "on_day", "Đúng hạn"
    ON_TIME = "on_time", "Trước hạn và đúng hạn"  # where a report knows the two only together
    LATE = "late", "Quá hạn"
    OPEN = "open", "Đang giải quyết"
    RATE = "rate", "Tỷ lệ đúng hạn (%)"  # as a report states it, where it states no numbers


class Mark(models.TextChoices):
    """How exactly a report states a number."""

    EXACT = "", "đúng bằng"
    ABOUT = "~", "khoảng"
    OVER = ">", "trên"
    UNDER = "<", "dưới"


class Span(models.TextChoices):
    """Whose dossiers a stated number counts, seen from the unit of which it is stated."""

    OWN = "own", "Cấp mình"  # with its divisions and branches, without the levels below
    DISTRICT = "district", "Cấp huyện, cộng chung"
    COMMUNE = "commune", "Cấp xã, cộng chung"
    TREE = "tree", "Mọi cấp"


class PastState(models.TextChoices):
    DRAFT = "draft", "Chờ nhập"
    ENTERED = "entered", "Đã nhập"
    GIVEN_UP = "given_up", "Đã bỏ"
    WITHDRAWN = "withdrawn", "Đã rút"


class PastAction(models.TextChoices):
    BRING = "past_import.bring", "Gửi tệp số liệu cũ"
    ENTER = "past_import.enter", "Nhập số liệu cũ"
    GIVE_UP = "past_import.give_up", "Bỏ tệp số liệu cũ"
    WITHDRAW = "past_import.withdraw", "Rút số liệu cũ"


class Index(models.TextChoices):
    """Indexes by which others judge an office every year."""

    PAR = "par", "Chỉ số cải cách hành chính (PAR Index)"
    SIPAS = "sipas", "Chỉ số hài lòng về sự phục vụ hành chính (SIPAS)"
    PCI = "pci", "Chỉ số năng lực cạnh tranh cấp tỉnh (PCI)"
    DDCI = "ddci", "Chỉ số năng lực cạnh tranh cấp sở, huyện (DDCI)"
    PAPI = "papi", "Chỉ số hiệu quả quản trị và hành chính công (PAPI)"
    ICT = "ict", "Chỉ số sẵn sàng ứng dụng công nghệ thông tin (ICT Index)"
    DTI = "dti", "Chỉ số chuyển đổi số (DTI)"


class IndexState(models.TextChoices):
    STANDING = "standing", "Đang dùng"
    WITHDRAWN = "withdrawn", "Đã rút"


class IndexAction(models.TextChoices):
    RECORD = "external_index.record", "Ghi chỉ số bên ngoài"
    CORRECT = "external_index.correct", "Sửa chỉ số bên ngoài"
    WITHDRAW = "external_index.withdraw", "Rút chỉ số bên ngoài"


class LayoutAction(models.TextChoices):
    CREATE = "report_layout.create", "Lập biểu báo cáo"
    BEGIN_DRAFT = "report_layout.begin_draft", "Bắt đầu bản nháp"
    CHANGE_DRAFT = "report_layout.change_draft", "Sửa bản nháp"
    DISCARD_DRAFT = "report_layout.discard_draft", "Bỏ bản nháp"
    PUBLISH = "report_layout.publish", "Ban hành bản biểu mẫu"
