"""The named system person: scheduled work acts as somebody, like everything else."""

from datetime import date

from django.db import migrations


def found(apps, schema_editor):
    Agency, Person, Post = (apps.get_model("agencies", name) for name in ("Agency", "Person", "Post"))
    agency = Agency.objects.create(
        code="SYSTEM", name="Hệ thống", short_name="Hệ thống", folded="he thong", kind="system", level="nation",
        path="SYSTEM/", valid_from=date(2000, 1, 1),
    )
    person = Person.objects.create(username="system", name="Hệ thống", password="!")
    Post.objects.create(person=person, agency=agency, role="system", title="Hệ thống", valid_from=date(2000, 1, 1))


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_journals")]
    operations = [migrations.RunPython(found, migrations.RunPython.noop)]
