"""What a citizen types to follow a dossier."""

from motcua.ui.inputs import Form, LineField


class TrackForm(Form):
    """The code on the slip and four digits that only the applicant's people know."""

    code = LineField(label="Mã hồ sơ", max_length=60, help_text="In ở góc trên giấy tiếp nhận.")
    check = LineField(
        label="4 số cuối", max_length=4, min_length=4, help_text="Của số điện thoại hoặc số định danh đã khai."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}
        self.fields["check"].widget.attrs |= {"autocomplete": "off", "inputmode": "numeric"}
