from django.db import migrations

from motcua.core.events import append_only


class Migration(migrations.Migration):
    dependencies = [("things", "0001_initial")]
    operations = [append_only("things_thingevent")]
