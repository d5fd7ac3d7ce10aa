"""A declaration may be erased as a whole, once; of a look-up it may be forgotten whom it was about. Nothing else."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION citizens_keep_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NOT DISTINCT FROM NEW.erased_at AND
       ROW(OLD.id, OLD.kind, OLD.name, OLD.name_key, OLD.folded, OLD.identity_index, OLD.phone_index, OLD.recorded_at, OLD.by_id,
           OLD.identity_number IS NULL, OLD.phone IS NULL, OLD.email IS NULL, OLD.address IS NULL) IS NOT DISTINCT FROM
       ROW(NEW.id, NEW.kind, NEW.name, NEW.name_key, NEW.folded, NEW.identity_index, NEW.phone_index, NEW.recorded_at, NEW.by_id,
           NEW.identity_number IS NULL, NEW.phone IS NULL, NEW.email IS NULL, NEW.address IS NULL)
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND
       ROW(OLD.id, OLD.kind, OLD.recorded_at, OLD.by_id) IS NOT DISTINCT FROM ROW(NEW.id, NEW.kind, NEW.recorded_at, NEW.by_id)
       AND NEW.name_key = '' AND coalesce(NEW.identity_number, NEW.identity_index, NEW.phone, NEW.phone_index, NEW.email,
           NEW.address) IS NULL
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a declaration is never changed: % is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER citizens_identitylookup_only_grows ON citizens_identitylookup;
CREATE TRIGGER citizens_identitylookup_only_grows BEFORE DELETE OR TRUNCATE ON citizens_identitylookup
    FOR EACH STATEMENT EXECUTE FUNCTION core_append_only();
CREATE FUNCTION citizens_keep_lookup() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(OLD.id, OLD.by_id, OLD.kind, OLD.found, OLD.at) IS NOT DISTINCT FROM
       ROW(NEW.id, NEW.by_id, NEW.kind, NEW.found, NEW.at) AND NEW.digest = '' AND NEW.why = ''
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'citizens_identitylookup only grows: UPDATE is refused' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER citizens_identitylookup_kept BEFORE UPDATE ON citizens_identitylookup
    FOR EACH ROW EXECUTE FUNCTION citizens_keep_lookup();
"""
BACKWARD = """
DROP TRIGGER citizens_identitylookup_kept ON citizens_identitylookup;
DROP FUNCTION citizens_keep_lookup();
DROP TRIGGER citizens_identitylookup_only_grows ON citizens_identitylookup;
CREATE TRIGGER citizens_identitylookup_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON citizens_identitylookup
    FOR EACH STATEMENT EXECUTE FUNCTION core_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("citizens", "0005_erased")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
