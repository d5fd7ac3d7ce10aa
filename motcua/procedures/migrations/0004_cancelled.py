"""Lets an edition be cancelled before its first day, and only then; keeps the histories of the new tables."""

from django.db import migrations

from motcua.core.events import append_only

GUARD = """
CREATE OR REPLACE FUNCTION procedures_guard_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'an edition is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'valid_to' - 'review' - 'cancelled_on')
            <> (to_jsonb(OLD) - 'valid_to' - 'review' - 'cancelled_on') THEN
        RAISE EXCEPTION 'a published edition is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.cancelled_on IS NOT NULL AND NEW.cancelled_on IS DISTINCT FROM OLD.cancelled_on THEN
        RAISE EXCEPTION 'a cancelled edition stays cancelled' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.cancelled_on IS NULL AND EXISTS (
        SELECT FROM procedures_edition other
        WHERE other.adoption_id = NEW.adoption_id AND other.id <> NEW.id AND other.cancelled_on IS NULL
          AND daterange(other.valid_from, other.valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
    ) THEN
        RAISE EXCEPTION 'two editions in force on one day' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0003_catalogue_lives"), ("core", "0002_initial")]
    operations = [
        append_only("procedures_nationalevent"),
        append_only("procedures_aliasevent"),
        append_only("procedures_nationalchangeevent"),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
