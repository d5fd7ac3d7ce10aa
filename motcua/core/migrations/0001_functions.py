"""The functions on which the tables' defaults lean, so they come first."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION core_now() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE moved interval;
BEGIN
    SELECT shift INTO moved FROM core_clocksetting WHERE id = 1;
    RETURN clock_timestamp() + coalesce(moved, interval '0');
END $$;

-- After a restore into another cluster transaction ids start anew: the sequence core_xid_base keeps ours growing.
CREATE SEQUENCE core_xid_base MINVALUE 0 START 0;
CREATE FUNCTION core_xid() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT pg_current_xact_id()::text::bigint + (SELECT last_value FROM core_xid_base)
$$;
CREATE FUNCTION core_xid_horizon() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT last_value FROM core_xid_base)
$$;

CREATE FUNCTION core_take_number(wanted_scope text, pattern text, OUT number bigint, OUT at timestamptz,
                                 OUT counted text) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(wanted_scope, 0));
    at := core_now();  -- read under the lock: the code's date, the receipt and the due date come from this instant
    counted := to_char(at AT TIME ZONE 'Asia/Ho_Chi_Minh', pattern);
    INSERT INTO core_counter (scope, period, last) VALUES (wanted_scope, counted, 1)
        ON CONFLICT (scope, period) DO UPDATE SET last = core_counter.last + 1
        RETURNING last INTO number;
END $$;

CREATE FUNCTION core_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

BACKWARD = """
DROP FUNCTION core_append_only(); DROP FUNCTION core_take_number(text, text); DROP FUNCTION core_xid_horizon();
DROP FUNCTION core_xid(); DROP SEQUENCE core_xid_base; DROP FUNCTION core_now();
"""


class Migration(migrations.Migration):
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
