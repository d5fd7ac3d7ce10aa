from django.db import migrations

from motcua.core.events import append_only


class Migration(migrations.Migration):
    dependencies = [("openness", "0001_initial"), ("core", "0002_initial")]
    operations = [append_only("openness_publicationevent")]
