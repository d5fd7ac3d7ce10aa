"""The named system person: scheduled work acts as somebody, like everything else, and its own birth is recorded too."""

from datetime import date

from django.db import migrations

from motcua.core.clock import CoreNow

SINCE = date(2000, 1, 1)


def found(apps, schema_editor):
    agencies, people, posts = (apps.get_model("agencies", name).objects for name in ("Agency", "Person", "Post"))
    names = {"code": "SYSTEM", "name": "Hệ thống", "kind": "system", "level": "nation"}
    agency = agencies.create(**names, short_name="Hệ thống", folded="he thong", path="SYSTEM/", valid_from=SINCE)
    person = people.create(username="system", name="Hệ thống", password="!")  # noqa: S106 nobody logs in with it
    post = posts.create(person=person, agency=agency, role="system", title="Hệ thống", valid_from=SINCE)
    since = {"valid_from": SINCE.isoformat(), "valid_to": None}
    changes = {
        "agency.create": (agency, names | since | {"parent": None}),
        "person.enrol": (person, {"username": "system", "name": "Hệ thống", "is_active": True, "is_sample": False}),
        "post.appoint": (
            post,
            since | {"person": person.pk, "agency": agency.pk, "role": "system", "title": "Hệ thống", "capacity": "",
                     "ended_at": None},
        ),
    }  # fmt: skip
    for action, (subject, changed) in changes.items():
        apps.get_model("agencies", f"{type(subject).__name__}Event").objects.create(
            subject=subject, action=action, by=post, version=1, happened_at=CoreNow(), data={"changed": changed}
        )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_journals")]
    operations = [migrations.RunPython(found, migrations.RunPython.noop)]
