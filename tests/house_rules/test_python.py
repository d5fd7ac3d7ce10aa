import ast
import textwrap
from pathlib import PurePath

import house
import pytest
import python_rules

BAD = {
    "imports_in_functions": ("motcua/dossiers/models.py", "def f():\n    import json\n"),
    "relative_imports": ("motcua/dossiers/models.py", "from .choices import State\n"),
    "foreign_screens": ("motcua/casework/views.py", "from motcua.dossiers.forms import ReceiveForm\n"),
    "signals": ("motcua/dossiers/models.py", "from django.db.models.signals import post_save\n"),
    "generic_relations": (
        "motcua/tasks/models.py",
        "from django.contrib.contenttypes import fields\n",
    ),
    "writes_elsewhere": ("motcua/casework/views.py", "def f(dossier):\n    dossier.save(update_fields=['x'])\n"),
    "states_changed": ("motcua/dossiers/actions/receive.py", "def f(dossier):\n    dossier.state = 'received'\n"),
    "long_views": ("motcua/casework/views.py", "def f(request):\n" + "    x = 1\n" * 15),
    "loose_actions": ("motcua/tasks/actions.py", "@action('tasks.end')\ndef end(task: Task, by: Post) -> None: ...\n"),
    "dumping_grounds": ("motcua/tasks/helpers.py", ""),
    "unnamed_address_space": ("motcua/casework/urls.py", "app_name = 'work'\n"),
    "arrows_by_name": ("motcua/agencies/models.py", "x = models.ForeignKey('worktime.Calendar', models.PROTECT)\n"),
}
MORE_BAD = [
    ("writes_elsewhere", "motcua/casework/views.py", "Task.objects.filter(x=1).update(done=True)"),
    ("writes_elsewhere", "motcua/tasks/reactions.py", "task.delete()"),
    ("writes_elsewhere", "motcua/tasks/models.py", "Task.objects.bulk_create(rows)"),
    ("writes_elsewhere", "motcua/tasks/bulk.py", "from motcua.core.gathering import insert"),
    ("writes_elsewhere", "motcua/tasks/models.py", "Task.objects.create(kind='x')"),
    ("writes_elsewhere", "motcua/tasks/jobs.py", "cursor.execute('DELETE FROM tasks_task')"),
    ("states_changed", "motcua/dossiers/actions/receive.py", "setattr(dossier, 'state', 'received')"),
    ("states_changed", "motcua/dossiers/actions/receive.py", "Dossier.objects.update(state='received')"),
    ("states_changed", "motcua/dossiers/actions/receive.py", "dossier.state, dossier.due = 'received', due"),
    ("states_changed", "motcua/dossiers/views.py", "step.state = 'finished'"),
    ("loose_actions", "motcua/tasks/actions.py", "@action('tasks.end')\ndef end(task: Task, *, by) -> None: ..."),
    ("arrows_by_name", "motcua/agencies/views.py", "redirect('worktime:calendar', code=1)"),
    ("unnamed_address_space", "motcua/casework/urls.py", "urlpatterns = []"),
]
GOOD = [
    ("writes_elsewhere", "motcua/dossiers/actions/receive.py", "dossier.save()"),
    ("writes_elsewhere", "motcua/procedures/importers/read.py", "Record.objects.bulk_create(rows)"),
    (
        "writes_elsewhere",
        "motcua/ui/codes.py",
        "found.update({'a': 1}); digest.update(b''); picture.save(target, 'png')",
    ),
    ("states_changed", "motcua/core/lifecycle.py", "subject.state = 'received'"),
    ("states_changed", "motcua/dossiers/actions/steps.py", "step.state, step.done_at = 'finished', at"),
    ("states_changed", "motcua/dossiers/models.py", "if dossier.state == 'received': pass"),
    ("foreign_screens", "motcua/dossiers/reactions.py", "from motcua.core.reactions import reaction"),
    ("foreign_screens", "motcua/dossiers/urls.py", "from motcua.dossiers import views"),
    ("arrows_by_name", "motcua/worktime/models.py", "models.ForeignKey('agencies.Agency', models.PROTECT)"),
    ("long_views", "motcua/casework/views.py", "def f(request):\n" + "    x = 1\n" * 14),
]


def complaints(rule: str, place: str, code: str) -> list[str]:
    return list(getattr(python_rules, rule)(PurePath(place), ast.parse(textwrap.dedent(code))))


@pytest.mark.parametrize("rule", python_rules.RULES, ids=lambda rule: rule.__name__)
def test_our_code_keeps(rule):
    found = []
    for path in house.python_files():
        place = path.relative_to(house.ROOT)
        found += [f"{place} {complaint}" for complaint in rule(place, ast.parse(path.read_text(encoding="utf-8")))]
    assert found == []


def test_files_stay_readable():
    found = []
    for path in house.python_files(*house.OURS, "tests"):
        place = path.relative_to(house.ROOT)
        found += [
            f"{place} {complaint}" for complaint in python_rules.too_long(place, path.read_text(encoding="utf-8"))
        ]
    assert found == []


def test_every_rule_has_a_bad_example():
    assert set(BAD) == {rule.__name__ for rule in python_rules.RULES}


@pytest.mark.parametrize(("rule", "place", "code"), [*((rule, *bad) for rule, bad in BAD.items()), *MORE_BAD])
def test_a_rule_catches(rule, place, code):
    assert len(complaints(rule, place, code)) == 1


@pytest.mark.parametrize(("rule", "place", "code"), GOOD)
def test_a_rule_lets_pass(rule, place, code):
    assert complaints(rule, place, code) == []


def test_long_files_are_caught():
    assert list(python_rules.too_long(PurePath("motcua/tasks/models.py"), "x\n" * 401))
    assert list(python_rules.too_long(PurePath("config/settings.py"), "x\n" * 301))
    assert not list(python_rules.too_long(PurePath("motcua/tasks/models.py"), "x\n" * 400))
