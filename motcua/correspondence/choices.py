"""Registers, the types of administrative papers and the codes of what is done to them.

The 29 types are those of NĐ 30/2020, điều 7; their abbreviations are those of its phụ lục III. Công văn and thư
công have none.
"""

from django.db import models


class RegisterKind(models.TextChoices):
    OUTGOING = "outgoing", "Sổ đăng ký văn bản đi"
    INCOMING = "incoming", "Sổ đăng ký văn bản đến"


class DocType(models.TextChoices):
    RESOLUTION = "resolution", "Nghị quyết (cá biệt)"
    DECISION = "decision", "Quyết định (cá biệt)"
    DIRECTIVE = "directive", "Chỉ thị"
    STATUTE = "statute", "Quy chế"
    REGULATION = "regulation", "Quy định"
    COMMUNIQUE = "communique", "Thông cáo"
    NOTICE = "notice", "Thông báo"
    GUIDANCE = "guidance", "Hướng dẫn"
    PROGRAMME = "programme", "Chương trình"
    PLAN = "plan", "Kế hoạch"
    OPTION = "option", "Phương án"
    SCHEME = "scheme", "Đề án"
    PROJECT = "project", "Dự án"
    REPORT = "report", "Báo cáo"
    MINUTES = "minutes", "Biên bản"
    SUBMISSION = "submission", "Tờ trình"
    CONTRACT = "contract", "Hợp đồng"
    LETTER = "letter", "Công văn"
    TELEGRAM = "telegram", "Công điện"
    MEMORANDUM = "memorandum", "Bản ghi nhớ"
    AGREEMENT = "agreement", "Bản thỏa thuận"
    AUTHORISATION = "authorisation", "Giấy ủy quyền"
    INVITATION = "invitation", "Giấy mời"
    INTRODUCTION = "introduction", "Giấy giới thiệu"
    LEAVE = "leave", "Giấy nghỉ phép"
    DISPATCH_SLIP = "dispatch_slip", "Phiếu gửi"
    TRANSFER_SLIP = "transfer_slip", "Phiếu chuyển"
    INFORMATION_SLIP = "information_slip", "Phiếu báo"
    PUBLIC_LETTER = "public_letter", "Thư công"
    SPECIALISED = "specialised", "Văn bản chuyên ngành"  # permits, certificates: the line ministry gives their notation


ABBREVIATIONS = {
    DocType.RESOLUTION: "NQ",
    DocType.DECISION: "QĐ",
    DocType.DIRECTIVE: "CT",
    DocType.STATUTE: "QC",
    DocType.REGULATION: "QyĐ",
    DocType.COMMUNIQUE: "TC",
    DocType.NOTICE: "TB",
    DocType.GUIDANCE: "HD",
    DocType.PROGRAMME: "CTr",
    DocType.PLAN: "KH",
    DocType.OPTION: "PA",
    DocType.SCHEME: "ĐA",
    DocType.PROJECT: "DA",
    DocType.REPORT: "BC",
    DocType.MINUTES: "BB",
    DocType.SUBMISSION: "TTr",
    DocType.CONTRACT: "HĐ",
    DocType.LETTER: "",
    DocType.TELEGRAM: "CĐ",
    DocType.MEMORANDUM: "BGN",
    DocType.AGREEMENT: "BTT",
    DocType.AUTHORISATION: "GUQ",
    DocType.INVITATION: "GM",
    DocType.INTRODUCTION: "GGT",
    DocType.LEAVE: "GNP",
    DocType.DISPATCH_SLIP: "PG",
    DocType.TRANSFER_SLIP: "PC",
    DocType.INFORMATION_SLIP: "PB",
    DocType.PUBLIC_LETTER: "",
    DocType.SPECIALISED: "",
}


class Action(models.TextChoices):
    OPEN_REGISTER = "register.open", "Mở sổ"
    SET_NOTATIONS = "register.set_notations", "Đặt mẫu ký hiệu"
    CLOSE_REGISTER = "register.close", "Khóa sổ"
    ISSUE = "outgoing.issue", "Cấp số văn bản đi"
    SEND = "outgoing.send", "Chuyển văn bản đi"
    ANNOTATE = "outgoing.annotate", "Ghi chú vào sổ"
    PUBLISH_LETTERHEAD = "letterhead.publish", "Ban hành phần riêng trên mẫu in"
    DROP_LETTERHEAD = "letterhead.drop", "Thôi dùng phần riêng trên mẫu in"
