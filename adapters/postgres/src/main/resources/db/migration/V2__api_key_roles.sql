-- Keys get the other roles, bindings to streams, an end and a revocation. Keys that exist are bound to no stream.

ALTER TABLE api_keys
    DROP CONSTRAINT api_keys_role_check,
    ADD CONSTRAINT api_keys_role_check CHECK (role IN ('admin', 'operator', 'schema_admin', 'writer', 'reader')),
    ADD COLUMN grants jsonb NOT NULL DEFAULT '[{"stream_id": "*", "actions": ["admin"]}]',
    ADD CONSTRAINT api_keys_grants_check CHECK (
        CASE WHEN jsonb_typeof(grants) = 'array' THEN jsonb_array_length(grants) BETWEEN 1 AND 256 ELSE false END
    ),
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN revoked_at timestamptz;

-- From now on whoever stores a key says what it is bound to.
ALTER TABLE api_keys ALTER COLUMN grants DROP DEFAULT;
