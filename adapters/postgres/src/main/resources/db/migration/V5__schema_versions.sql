-- Versions of a schema get a status, and a schema the mode its next version is held to. Schemas made before have the
-- mode that is the usual one.

ALTER TABLE schemas
    ADD COLUMN compatibility_mode text NOT NULL DEFAULT 'BACKWARD'
        CHECK (compatibility_mode IN ('NONE', 'BACKWARD', 'FORWARD', 'FULL'));
ALTER TABLE schemas ALTER COLUMN compatibility_mode DROP DEFAULT;

ALTER TABLE schema_versions
    ADD COLUMN status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'deprecated', 'deleted'));
ALTER TABLE schema_versions ALTER COLUMN status DROP DEFAULT;

-- A deleted version stays for the records that were written under it, and keeps its number. Its definition may come
-- again as a new version.
ALTER TABLE schema_versions DROP CONSTRAINT schema_versions_schema_id_fingerprint_key;
CREATE UNIQUE INDEX schema_versions_by_fingerprint ON schema_versions (schema_id, fingerprint)
    WHERE status <> 'deleted';

-- Who uses a schema is asked before it, or one of its versions, is deleted.
CREATE INDEX streams_by_schema ON streams (schema_id, schema_version);
