"""Lists of what was destroyed and their lines are never removed; of a line only its outcome is written."""

from django.db import migrations

from motcua.core.events import append_only

TABLES = ("privacy_destructionlist", "privacy_destructionitem")
FORWARD = """
CREATE FUNCTION privacy_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome = 'waiting' AND ROW(OLD.id, OLD.list_id, OLD.dossier_id, OLD.name, OLD.rule_id, OLD.closed_on, OLD.due_on)
       IS NOT DISTINCT FROM ROW(NEW.id, NEW.list_id, NEW.dossier_id, NEW.name, NEW.rule_id, NEW.closed_on, NEW.due_on)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a line of a list is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER privacy_line_kept BEFORE UPDATE ON privacy_destructionitem
    FOR EACH ROW EXECUTE FUNCTION privacy_keep_line();
"""
BACKWARD = "DROP TRIGGER privacy_line_kept ON privacy_destructionitem; DROP FUNCTION privacy_keep_line();"


def stays(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_stays BEFORE DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION core_append_only()",
        f"DROP TRIGGER {table}_stays ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_destruction")]
    operations = [
        append_only("privacy_destructionlistevent"),
        append_only("privacy_holdevent"),
        *(stays(table) for table in TABLES),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
