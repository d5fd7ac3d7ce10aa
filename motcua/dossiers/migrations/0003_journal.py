from django.db import migrations

from motcua.core.events import append_only


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_initial")]
    operations = [append_only("dossiers_dossierevent")]
