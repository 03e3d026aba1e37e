-- What is known about schemas, streams and keys. The rules of the domain's names and forms stand here too, so that
-- no other writer can store what the code could not read. A migration that was released is never edited.

CREATE TABLE schemas (
    schema_id   uuid PRIMARY KEY,
    namespace   text NOT NULL CHECK (namespace ~ '^[a-z][a-z0-9_-]{0,62}$'),
    name        text NOT NULL CHECK (name ~ '^[a-z][a-z0-9_-]{0,62}$'),
    description text NOT NULL CHECK (char_length(description) <= 1024),
    UNIQUE (namespace, name)
);

-- The definition is text, not json: it is given back byte for byte as it was registered.
CREATE TABLE schema_versions (
    schema_id   uuid NOT NULL REFERENCES schemas,
    version     integer NOT NULL CHECK (version >= 1),
    definition  text NOT NULL CHECK (octet_length(definition) <= 1048576),
    fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (schema_id, version),
    UNIQUE (schema_id, fingerprint)
);

CREATE TABLE streams (
    stream_id      uuid PRIMARY KEY,
    name           text NOT NULL UNIQUE CHECK (name ~ '^[a-z][a-z0-9_.-]{0,62}$'),
    description    text NOT NULL CHECK (char_length(description) <= 1024),
    schema_id      uuid NOT NULL,
    schema_version integer NOT NULL,
    labels         jsonb NOT NULL CHECK (jsonb_typeof(labels) = 'object'),
    status         text NOT NULL CHECK (status IN ('active')),
    created_at     timestamptz NOT NULL,
    FOREIGN KEY (schema_id, schema_version) REFERENCES schema_versions
);

-- Of a key only its hash is known.
CREATE TABLE api_keys (
    key_id     uuid PRIMARY KEY,
    name       text NOT NULL CHECK (char_length(name) <= 1024),
    role       text NOT NULL CHECK (role IN ('admin')),
    sha256     text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    created_at timestamptz NOT NULL
);

CREATE TABLE secrets (
    purpose text PRIMARY KEY CHECK (purpose ~ '^[a-z][a-z0-9_-]{0,62}$'),
    secret  bytea NOT NULL CHECK (octet_length(secret) BETWEEN 16 AND 1024)
);

-- The schema of streams that declare none. Its fingerprint is the SHA-256 of its definition, which is canonical.
INSERT INTO schemas (schema_id, namespace, name, description)
VALUES (
    '019b76da-a800-7000-8000-000000000000',
    'default',
    'any',
    'Any JSON object; the schema of streams that declare none.'
);

INSERT INTO schema_versions (schema_id, version, definition, fingerprint, created_at)
VALUES (
    '019b76da-a800-7000-8000-000000000000',
    1,
    '{"type":"object"}',
    'a2c799262a3ce3c19ef5cdd983bf3d12b43ab3c426227091b909dcb7054738c0',
    '2026-01-01T00:00:00Z'
);
