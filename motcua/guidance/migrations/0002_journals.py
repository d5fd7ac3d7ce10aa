from django.db import migrations

from motcua.core.events import append_only


class Migration(migrations.Migration):
    dependencies = [("guidance", "0001_initial")]
    operations = [
        append_only("guidance_instructionevent"),
        append_only("guidance_firstdaysevent"),
        append_only("guidance_instructiontext"),
    ]
