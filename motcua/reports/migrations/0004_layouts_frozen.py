"""What the database itself refuses: a published layout that changes, a gap in the numbers, a day before the last one's.

Then the layouts with which the house is shipped become version 1 of each report.
"""

from django.db import migrations

from motcua.core.events import append_only
from motcua.reports.importers import load_shipped

GUARD = """
CREATE FUNCTION reports_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + (SELECT count(*) FROM reports_layoutversion WHERE layout_id = NEW.layout_id) THEN
        RAISE EXCEPTION 'versions of a layout are numbered without gaps' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM reports_layoutversion WHERE layout_id = NEW.layout_id AND valid_from >= NEW.valid_from
    ) THEN
        RAISE EXCEPTION 'a version begins after the one before it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_version_follows BEFORE INSERT ON reports_layoutversion
    FOR EACH ROW EXECUTE FUNCTION reports_guard_version();
"""

UNGUARD = """
DROP TRIGGER reports_version_follows ON reports_layoutversion;
DROP FUNCTION reports_guard_version();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_layouts"), ("agencies", "0003_system"), ("core", "0002_initial")]
    operations = [
        append_only("reports_layoutevent"),
        append_only("reports_layoutversion"),
        migrations.RunSQL(GUARD, UNGUARD),
        load_shipped(),
    ]
