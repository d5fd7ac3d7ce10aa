from django.db import migrations

# The shift counts only for connections that say so when they are opened: those of the demo and the tests. A row that
# found its way into another database moves nothing there.
FORWARD = """
CREATE OR REPLACE FUNCTION core_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE moved interval;
BEGIN
    IF current_setting('motcua.clock_may_be_set', true) IS DISTINCT FROM 'on' THEN
        RETURN clock_timestamp();
    END IF;
    SELECT shift INTO moved FROM core_clocksetting WHERE id = 1;
    RETURN clock_timestamp() + coalesce(moved, interval '0');
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION core_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE moved interval;
BEGIN
    SELECT shift INTO moved FROM core_clocksetting WHERE id = 1;
    RETURN clock_timestamp() + coalesce(moved, interval '0');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_seals_only_grow")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
