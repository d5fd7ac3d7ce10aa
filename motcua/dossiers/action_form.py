"""The form of an action: its inputs on one dossier, by one post, for the screens and, as JSON Schema, for the API.

`inputs()` gives the keyword arguments of the action; `note` stays beside them as the event's free text.
"""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property

from motcua.agencies.models import Post
from motcua.core.clock import local, today
from motcua.core.errors import BadInput
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.files.choices import Purpose
from motcua.files.models import StoredFile
from motcua.ui.inputs import Form


class ActionForm(Form):
    """The inputs of one action on one dossier, by one post."""

    def __init__(self, *args: Any, dossier: Dossier, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier, self.by = dossier, by
        for name, choices in self.choices().items():
            field = self.fields[name]
            field.choices = [*([] if field.required else [("", "—")]), *choices]  # type: ignore[attr-defined]

    @cached_property
    def day(self) -> date:
        """Today, by what the clock said at the door when the post came in by a token."""
        return local(self.by.present).date() if hasattr(self.by, "present") else today()

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """Field → the choices that depend on the dossier."""
        return {}

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments; an uploaded file is stored first, by its own action."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        if "file" in given:
            given["file"] = self._file(given["file"])
        return given

    def _file(self, given: UploadedFile | uuid.UUID) -> StoredFile:
        if isinstance(given, UploadedFile):
            stored: StoredFile = store(by=self.by, name=given.name or "tệp", content=given, purpose=Purpose.RESULT)
            return stored
        found = StoredFile.objects.visible_to(self.by).filter(pk=given).first()
        if found is None:
            raise BadInput("unknown_file", "Không có tệp này.", field="file")
        return found

    def schema(self) -> dict[str, Any]:
        """Return the inputs as JSON Schema."""
        fields = {name: _schema_of(field) for name, field in self.fields.items()}
        required = [name for name, field in self.fields.items() if field.required]
        schema: dict[str, Any] = {"type": "object", "properties": fields, "additionalProperties": False}
        return schema | ({"required": required} if required else {})


def _schema_of(field: forms.Field) -> dict[str, Any]:
    """Return one field as JSON Schema, with its Vietnamese label as title."""
    title = {"title": str(field.label or "")}
    if hasattr(field, "schema"):
        return title | field.schema
    if isinstance(field, forms.ChoiceField):
        return title | {"type": "string", "enum": [value for value, _ in field.choices if value != ""]}  # type: ignore[union-attr,misc]
    limit = {"maxLength": length} if (length := getattr(field, "max_length", None)) else {}
    return title | {"type": "string"} | limit | ({"minLength": 1} if field.required else {})
