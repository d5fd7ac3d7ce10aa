"""A published letterhead is what papers were printed with: only that it is used no more may be written, once."""

from django.db import migrations

from motcua.core.events import append_only

GUARD = """
CREATE FUNCTION correspondence_guard_letterhead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a letterhead is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - 'dropped_at' - 'version') <> (to_jsonb(OLD) - 'dropped_at' - 'version')
            OR (OLD.dropped_at IS NOT NULL AND NEW.dropped_at IS DISTINCT FROM OLD.dropped_at) THEN
        RAISE EXCEPTION 'a published letterhead is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER correspondence_letterhead_frozen BEFORE UPDATE OR DELETE ON correspondence_letterhead
    FOR EACH ROW EXECUTE FUNCTION correspondence_guard_letterhead();
CREATE TRIGGER correspondence_letterhead_kept BEFORE TRUNCATE ON correspondence_letterhead
    FOR EACH STATEMENT EXECUTE FUNCTION correspondence_guard_letterhead();
"""
UNDO = """
DROP TRIGGER correspondence_letterhead_kept ON correspondence_letterhead;
DROP TRIGGER correspondence_letterhead_frozen ON correspondence_letterhead;
DROP FUNCTION correspondence_guard_letterhead();
"""


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0003_letterheads"), ("core", "0002_initial")]
    operations = [append_only("correspondence_letterheadevent"), migrations.RunSQL(GUARD, UNDO)]
