"""Files that people send: a form, and answers to try it with."""

from typing import Any

from django import forms

from motcua.questions.reading import MOST_BYTES, MOST_OF_FORM, Unreadable, read_json
from motcua.ui.inputs import Form


class SampleField(forms.FileField):
    """A file of answers; gives the answers, None when there is none."""

    default_error_messages = {"not_answers": "Tệp câu trả lời phải là một đối tượng JSON: mã câu hỏi và câu trả lời."}

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if not found:
            return None
        try:
            answers = read_json(found.read(MOST_BYTES + 1))
        except Unreadable as error:
            raise forms.ValidationError(error.message) from error
        if not isinstance(answers, dict):
            raise forms.ValidationError(self.error_messages["not_answers"])
        return answers


class SampleFile(Form):
    """With which answers to try a form."""

    sample = SampleField(label="Tệp câu trả lời mẫu (JSON)", help_text="Mã câu hỏi và câu trả lời; không lưu lại.")


class FormFile(Form):
    """A form's file."""

    form = forms.FileField(label="Tệp biểu mẫu (JSON)", help_text="Tệp viết theo tài liệu “Biểu mẫu điện tử”.")

    def clean_form(self) -> bytes:
        """Return what the file holds, no more than a form can."""
        return self.cleaned_data["form"].read(4 * MOST_OF_FORM + 1)


class TrialFiles(FormFile):
    """Which form to try, and perhaps with which answers."""

    sample = SampleField(
        label="Tệp câu trả lời mẫu (JSON)", required=False, help_text="Có thì đến thẳng trang kiểm tra câu trả lời."
    )
