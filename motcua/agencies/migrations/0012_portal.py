"""The named portal: citizens act through its post, as scheduled work acts through the system's."""

from datetime import date

from django.db import migrations, models

from motcua.core.clock import CoreNow

SINCE = date(2000, 1, 1)
MACHINES = ("system", "citizen")
TITLE = "Người dân, tổ chức trên cổng"


def found(apps, schema_editor):
    agencies, people, posts = (apps.get_model("agencies", name).objects for name in ("Agency", "Person", "Post"))
    system = posts.get(role="system")
    person = people.create(username="portal", name="Cổng dịch vụ công", password="!")  # noqa: S106 nobody logs in with it
    agency = agencies.get(code="SYSTEM")
    post = posts.create(person=person, agency=agency, role="citizen", title=TITLE, valid_from=SINCE)
    changes = {
        "person.enrol": (person, {"username": "portal", "name": person.name, "is_active": True, "is_sample": False}),
        "post.appoint": (
            post,
            {"valid_from": SINCE.isoformat(), "valid_to": None, "person": person.pk, "agency": agency.pk,
             "role": "citizen", "title": TITLE, "capacity": "", "ended_at": None},
        ),
    }  # fmt: skip
    for action, (subject, changed) in changes.items():
        apps.get_model("agencies", f"{type(subject).__name__}Event").objects.create(
            subject=subject, action=action, by=system, version=1, happened_at=CoreNow(), data={"changed": changed}
        )


class Migration(migrations.Migration):
    dependencies = [("agencies", "0011_held_names")]
    operations = [
        migrations.RemoveConstraint(model_name="post", name="one_system_post"),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("receptionist", "Cán bộ một cửa"),
                    ("specialist", "Chuyên viên"),
                    ("head_of_division", "Trưởng phòng"),
                    ("leader", "Lãnh đạo"),
                    ("registry_clerk", "Văn thư"),
                    ("cashier", "Thủ quỹ, kế toán"),
                    ("reform_officer", "Cán bộ cải cách hành chính"),
                    ("inspector", "Thanh tra, giám sát"),
                    ("administrator", "Quản trị hệ thống"),
                    ("citizen", "Người dân, tổ chức trên cổng"),
                    ("system", "Hệ thống"),
                ],
                max_length=20,
                verbose_name="vai trò",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                condition=models.Q(role__in=MACHINES), fields=("role",), name="one_post_of_a_machine"
            ),
        ),
        migrations.RunPython(found, migrations.RunPython.noop),
    ]
