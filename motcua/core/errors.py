"""Why an action is refused: one family of errors, each with a stable code and a Vietnamese message.

Screens show `message` in the form's error summary, the API sends `code` and `message` as problem+json.
"""

import psycopg


class Refused(Exception):
    """An action did not happen and nothing of it was kept."""

    status = 422
    code = "refused"
    message = "Không thực hiện được."

    def __init__(self, message: str = "", *, code: str = "", field: str | None = None) -> None:
        self.message = message or self.message
        self.code = code or self.code
        self.field = field
        super().__init__(self.message)


class NotPermitted(Refused):
    """The post may not do this to this thing."""

    status = 403
    code = "not_permitted"
    message = "Vị trí của bạn không có quyền thực hiện việc này."


class StaleVersion(Refused):
    """The thing changed since the person last saw it (form or API carried an older version)."""

    status = 409
    code = "stale_version"
    message = "Nội dung đã thay đổi kể từ khi bạn mở trang. Hãy xem lại bản mới rồi thực hiện."


class StepRefused(Refused):
    """The step exists, but not from the state the subject is in."""

    status = 409
    code = "wrong_state"
    message = "Việc này không thực hiện được ở trạng thái hiện tại."


class ClockMoved(Refused):
    """The database's clock was set back while the action ran: what it computed would lie in the future."""

    status = 503
    code = "clock_moved"
    message = "Đồng hồ máy chủ vừa lùi lại giữa chừng; chưa ghi gì. Hãy thực hiện lại."


class BadInput(Refused):
    """What was given cannot be accepted; `field` names the input when there is one."""

    status = 422
    code = "bad_input"

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message, code=code, field=field)


def is_read_only(error: BaseException | None) -> bool:
    """Tell whether a write met a database that only answers: a standby, until it is promoted."""
    return isinstance(getattr(error, "__cause__", None), psycopg.errors.ReadOnlySqlTransaction)
