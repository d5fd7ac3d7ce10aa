"""A walk that says so may make blind indexes again under another key; a look-up made meanwhile is kept under both."""

import importlib

from django.db import migrations, models

BEFORE = importlib.import_module("motcua.citizens.migrations.0006_erasure_allowed").FORWARD

FORWARD = """
CREATE OR REPLACE FUNCTION citizens_keep_declaration() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE anew boolean := coalesce(current_setting('motcua.rekeying', true), '') = 'on';
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.erased_at IS NOT DISTINCT FROM NEW.erased_at AND
       ROW(OLD.id, OLD.kind, OLD.name, OLD.name_key, OLD.folded, OLD.recorded_at, OLD.by_id,
           CASE WHEN anew THEN NULL ELSE OLD.identity_index END, CASE WHEN anew THEN NULL ELSE OLD.phone_index END,
           OLD.identity_index IS NULL, OLD.phone_index IS NULL,
           OLD.identity_number IS NULL, OLD.phone IS NULL, OLD.email IS NULL, OLD.address IS NULL) IS NOT DISTINCT FROM
       ROW(NEW.id, NEW.kind, NEW.name, NEW.name_key, NEW.folded, NEW.recorded_at, NEW.by_id,
           CASE WHEN anew THEN NULL ELSE NEW.identity_index END, CASE WHEN anew THEN NULL ELSE NEW.phone_index END,
           NEW.identity_index IS NULL, NEW.phone_index IS NULL,
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
CREATE OR REPLACE FUNCTION citizens_keep_lookup() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ROW(OLD.id, OLD.by_id, OLD.kind, OLD.found, OLD.at) IS NOT DISTINCT FROM
       ROW(NEW.id, NEW.by_id, NEW.kind, NEW.found, NEW.at)
       AND NEW.digest = '' AND NEW.other_digest IS NULL AND NEW.why = ''
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'citizens_identitylookup only grows: UPDATE is refused' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
_START, _MIDDLE, _END = (
    BEFORE.index("CREATE OR REPLACE FUNCTION citizens_keep_declaration"),
    BEFORE.index("DROP TRIGGER citizens_identitylookup_only_grows"),
    BEFORE.index("CREATE FUNCTION citizens_keep_lookup"),
)
BACKWARD = BEFORE[_START:_MIDDLE] + BEFORE[_END : BEFORE.index("CREATE TRIGGER citizens_identitylookup_kept")].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [("citizens", "0006_erasure_allowed")]
    operations = [
        migrations.AddField(
            "identitylookup",
            "other_digest",
            models.BinaryField(editable=False, help_text="khi đang thay khóa tìm kiếm", max_length=16, null=True),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
