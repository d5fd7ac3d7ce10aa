"""What an import makes of a record, and the codes of what is done to an office's adoption of a procedure."""

from django.db import models


class Outcome(models.TextChoices):
    CREATED = "created", "Mới"
    UPDATED = "updated", "Có bản mới"
    UNCHANGED = "unchanged", "Không đổi"
    DOUBTFUL = "doubtful", "Cần người xem"
    REJECTED = "rejected", "Không nhận"


class AliasKind(models.TextChoices):
    AGENCY = "agency", "Cơ quan"
    FIELD = "field", "Lĩnh vực"


class Action(models.TextChoices):
    ADOPT = "adoption.adopt", "Áp dụng thủ tục tại đơn vị"
    CHANGE_DRAFT = "adoption.change_draft", "Sửa bản thảo"
    PUBLISH = "adoption.publish", "Ban hành bản công bố"
    REVIEW = "adoption.review", "Xác nhận đã rà soát"
    END = "adoption.end", "Thôi áp dụng"
