"""One bad row among five thousand: the others come in, the bad one is named with its place and the reason."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from motcua.procedures.models import ImportRow, NationalProcedure
from tests.procedures.test_readers import entry

pytestmark = pytest.mark.django_db

WHOLE, BAD = 5_000, 3_123


def test_the_other_rows_come_in_and_the_bad_one_is_named(tmp_path):
    rows = [entry(code=f"9.{number:06}", name=f"Thủ tục số {number}") for number in range(1, WHOLE + 1)]
    rows[BAD - 1] = entry(code="9.12-ĐÃ XÓA?", name="")
    path = tmp_path / "danh-muc.json"
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    out = StringIO()
    call_command("procedures", "import", str(path), "--json", stdout=out, stderr=StringIO())
    told = json.loads(out.getvalue())
    assert (told["created"], told["rejected"]) == (WHOLE - 1, 1)
    assert NationalProcedure.objects.count() == WHOLE - 1
    kept = ImportRow.objects.get(outcome="rejected")
    assert str(BAD) in kept.place
    assert kept.reasons
