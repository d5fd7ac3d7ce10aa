"""Look-ups and unmaskings only grow; a declaration may only be closed again with another key, never changed or removed."""

from django.db import migrations

from motcua.core.events import append_only

FORWARD = """
CREATE FUNCTION citizens_keep_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND
       ROW(OLD.id, OLD.kind, OLD.name, OLD.name_key, OLD.folded, OLD.identity_index, OLD.phone_index, OLD.recorded_at, OLD.by_id,
           OLD.identity_number IS NULL, OLD.phone IS NULL, OLD.email IS NULL, OLD.address IS NULL) IS NOT DISTINCT FROM
       ROW(NEW.id, NEW.kind, NEW.name, NEW.name_key, NEW.folded, NEW.identity_index, NEW.phone_index, NEW.recorded_at, NEW.by_id,
           NEW.identity_number IS NULL, NEW.phone IS NULL, NEW.email IS NULL, NEW.address IS NULL)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a declaration is never changed: % is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER citizens_applicant_kept BEFORE UPDATE OR DELETE ON citizens_applicant
    FOR EACH ROW EXECUTE FUNCTION citizens_keep_declaration();
"""
BACKWARD = "DROP TRIGGER citizens_applicant_kept ON citizens_applicant; DROP FUNCTION citizens_keep_declaration();"


class Migration(migrations.Migration):
    dependencies = [("citizens", "0001_initial"), ("core", "0002_initial")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        append_only("citizens_identitylookup"),
        append_only("citizens_unmasking"),
    ]
