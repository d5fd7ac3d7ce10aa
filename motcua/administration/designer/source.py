"""A question as the text of its JSON, for those who would rather write it; and sample answers to try a form with."""

import json
from typing import Any

from django import forms

from motcua.questions.choices import Kind
from motcua.questions.designing import asking
from motcua.questions.designing.outline import Data, codes_in, found_at, listed, text_at
from motcua.questions.form_schema import FORMAT, VERSION
from motcua.questions.interchange import ordered, written
from motcua.questions.reading import MOST_OF_FORM, Unreadable, read_json, weigh
from motcua.questions.shapes import shape_problems
from motcua.ui.inputs import Form

AREA = {"spellcheck": "false", "autocomplete": "off"}


class JsonField(forms.CharField):
    """The text of a JSON object."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", MOST_OF_FORM)
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            data = read_json(text.encode("utf-8", "replace"))
        except Unreadable as error:
            raise forms.ValidationError(error.message) from error
        if not isinstance(data, dict):
            raise forms.ValidationError("Phải là một đối tượng JSON, viết trong dấu ngoặc nhọn.")
        return data


class SourceForm(Form):
    """One question as text: what is sent must have the shape of a question, its codes be free."""

    text = JsonField(
        label="Câu hỏi viết bằng JSON", widget=forms.Textarea(attrs={"rows": 20, "autofocus": True, **AREA})
    )

    def __init__(self, data: Any = None, files: Any = None, *, form: Data, code: str, **more: Any) -> None:
        self.form, self.at = form, code
        self.found = found_at(form, code)
        super().__init__(data=data, **more)
        if self.found:
            self.fields["text"].initial = written(self.found.question)

    def clean_text(self) -> Data:
        question: Data = self.cleaned_data["text"]
        if self.found is None:
            raise forms.ValidationError("Câu hỏi này không còn trong biểu mẫu; hãy thêm câu mới rồi chép vào đó.")
        if told := self._problems(question):
            raise forms.ValidationError(told)
        own = _codes_of(self.found.question)
        given = _codes_of(question)
        taken = sorted((codes_in(self.form) - set(own)) & set(given))
        if taken or len(set(given)) < len(given):
            raise forms.ValidationError(f"Mã đã có ở câu hỏi khác: {', '.join(taken) or 'trong nhóm này'}.")
        return question

    def _problems(self, question: Data) -> list[str]:
        """Return what the form file's own rules have against the question, as it would stand alone."""
        alone: Data = question
        if self.found and self.found.group is not None:
            alone = {"code": "g_", "kind": str(Kind.GROUP), "label": "x", "questions": [question]}
        section = {"code": "s", "title": "x", "questions": [alone]}
        whole = {"format": FORMAT, "version": VERSION, "code": "x", "title": "x", "sections": [section]}
        try:
            weigh(whole)
        except Unreadable as error:
            return [error.message]
        return [problem.message for problem in shape_problems(whole | {"end": {"text": "x"}})][:20]

    def inputs(self) -> dict[str, Any]:
        question = ordered(self.cleaned_data["text"])
        form = asking.recode_question(self.form, self.at, question["code"])
        changed = asking.replace_question(form, question["code"], question)
        note = f"Sửa câu hỏi “{text_at(question, 'label')[:120]}” dạng văn bản"
        return {"form": changed, "note": note, "code": question["code"]}


def _codes_of(question: Data) -> list[str]:
    inner = [each.get("code") for each in listed(question, "questions") if isinstance(each, dict)]
    return [code for code in (question.get("code"), *inner) if isinstance(code, str)]


class AnswersForm(Form):
    """Answers to try a form with: at first invented ones, to be changed at will."""

    answers = JsonField(
        label="Câu trả lời mẫu (JSON)", widget=forms.Textarea(attrs={"rows": 16, **AREA}),
        help_text="Phần mềm tự bịa cho vừa biểu mẫu. Sửa tùy ý; không lưu lại.",
    )  # fmt: skip


def answers_text(answers: Data) -> str:
    """Return answers as people read JSON."""
    return json.dumps(answers, ensure_ascii=False, indent=2)
