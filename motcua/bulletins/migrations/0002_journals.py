from django.db import migrations

from motcua.core.events import append_only

TABLES = ("savedviewevent", "scheduleevent", "remarkevent")


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0001_initial"), ("core", "0002_initial")]
    operations = [append_only(f"bulletins_{table}") for table in TABLES]
