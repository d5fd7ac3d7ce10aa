"""What the database itself refuses: changes of history, of editions, and two editions of one adoption on one day."""

from django.db import migrations

from motcua.core.events import append_only

GUARD = """
CREATE FUNCTION procedures_guard_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'an edition is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'valid_to' - 'review') <> (to_jsonb(OLD) - 'valid_to' - 'review') THEN
        RAISE EXCEPTION 'a published edition is frozen' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM procedures_edition other
        WHERE other.adoption_id = NEW.adoption_id AND other.id <> NEW.id
          AND daterange(other.valid_from, other.valid_to, '[]') && daterange(NEW.valid_from, NEW.valid_to, '[]')
    ) THEN
        RAISE EXCEPTION 'two editions in force on one day' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER procedures_edition_frozen BEFORE INSERT OR UPDATE OR DELETE ON procedures_edition
    FOR EACH ROW EXECUTE FUNCTION procedures_guard_edition();
CREATE TRIGGER procedures_edition_kept BEFORE TRUNCATE ON procedures_edition
    FOR EACH STATEMENT EXECUTE FUNCTION procedures_guard_edition();
"""

UNGUARD = """
DROP TRIGGER procedures_edition_kept ON procedures_edition;
DROP TRIGGER procedures_edition_frozen ON procedures_edition;
DROP FUNCTION procedures_guard_edition();
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial"), ("core", "0002_initial")]
    operations = [
        append_only("procedures_adoptionevent"),
        append_only("procedures_nationalversion"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
