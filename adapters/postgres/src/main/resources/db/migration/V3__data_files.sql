-- Data files and how far each partition is flushed into them. Times that records are placed by are whole
-- microseconds since 1970, UTC: they are compared with what stands in files and in the log.

-- Of a node's starts only the latest may commit: whoever changes the tables below holds a lock on its row here.
CREATE TABLE nodes (
    node_id    text PRIMARY KEY CHECK (octet_length(node_id) BETWEEN 1 AND 255),
    log_id     uuid NOT NULL UNIQUE,
    epoch      bigint NOT NULL CHECK (epoch >= 1),
    started_at timestamptz NOT NULL
);

-- A row is pending before its object is put. Nothing is deleted from the object store unless its row says that it
-- was abandoned or deleted.
CREATE TABLE data_files (
    object_key       text PRIMARY KEY CHECK (octet_length(object_key) BETWEEN 1 AND 1024),
    stream_id        uuid NOT NULL REFERENCES streams,
    partition        integer NOT NULL CHECK (partition >= 0),
    hour             bigint NOT NULL,
    schema_version   integer NOT NULL CHECK (schema_version >= 1),
    first_offset     bigint NOT NULL CHECK (first_offset >= 0),
    last_offset      bigint NOT NULL CHECK (last_offset >= first_offset),
    first_micros     bigint NOT NULL CHECK (first_micros >= hour * 3600000000),
    last_micros      bigint NOT NULL CHECK (last_micros >= first_micros AND last_micros < (hour + 1) * 3600000000),
    event_min_micros bigint,
    event_max_micros bigint,
    payload_bytes    bigint NOT NULL CHECK (payload_bytes >= 0),
    bytes            bigint NOT NULL CHECK (bytes > 0),
    state            text NOT NULL CHECK (state IN ('pending', 'live', 'replaced', 'deleted', 'abandoned')),
    replaced_by      text CHECK (replaced_by <> object_key),
    node_id          text NOT NULL REFERENCES nodes,
    epoch            bigint NOT NULL CHECK (epoch >= 1),
    deadline         timestamptz NOT NULL,
    CONSTRAINT data_files_event_times_check CHECK (
        (event_min_micros IS NULL) = (event_max_micros IS NULL)
        AND (event_min_micros IS NULL OR event_min_micros <= event_max_micros)
    ),
    CONSTRAINT data_files_replaced_check CHECK (
        CASE state WHEN 'replaced' THEN replaced_by IS NOT NULL WHEN 'deleted' THEN true ELSE replaced_by IS NULL END
    )
);

-- What a query of a span of time walks along, and what an offset is looked up by. Only live rows are in them, so
-- that neither grows by what is gone. The second also keeps two live files from holding the same first record.
CREATE INDEX data_files_by_time ON data_files (stream_id, first_micros, partition, first_offset)
    WHERE state = 'live';
CREATE UNIQUE INDEX data_files_by_offset ON data_files (stream_id, partition, first_offset)
    WHERE state = 'live';
CREATE INDEX data_files_pending ON data_files (deadline) WHERE state = 'pending';
CREATE INDEX data_files_gone ON data_files (object_key) WHERE state IN ('abandoned', 'deleted');

-- Files of idempotency keys; no key has a row of its own.
CREATE TABLE key_files (
    object_key    text PRIMARY KEY CHECK (octet_length(object_key) BETWEEN 1 AND 1024),
    newest_micros bigint NOT NULL,
    keys          bigint NOT NULL CHECK (keys >= 1),
    bytes         bigint NOT NULL CHECK (bytes >= 1),
    state         text NOT NULL CHECK (state IN ('pending', 'live', 'deleted', 'abandoned')),
    node_id       text NOT NULL REFERENCES nodes,
    epoch         bigint NOT NULL CHECK (epoch >= 1),
    deadline      timestamptz NOT NULL
);

CREATE INDEX key_files_by_time ON key_files (newest_micros) WHERE state = 'live';
CREATE INDEX key_files_pending ON key_files (deadline) WHERE state = 'pending';
CREATE INDEX key_files_gone ON key_files (object_key) WHERE state IN ('abandoned', 'deleted');

-- The first offset of each partition that is in no file yet. It moves with the files, in one transaction.
CREATE TABLE checkpoints (
    stream_id      uuid NOT NULL REFERENCES streams,
    partition      integer NOT NULL CHECK (partition >= 0),
    next_offset    bigint NOT NULL CHECK (next_offset >= 0),
    through_micros bigint NOT NULL,
    lsn            bigint NOT NULL CHECK (lsn >= 0),
    node_id        text NOT NULL REFERENCES nodes,
    epoch          bigint NOT NULL CHECK (epoch >= 1),
    PRIMARY KEY (stream_id, partition)
);

-- What the files of a stream amount to by day of receipt, UTC.
CREATE TABLE stream_stats (
    stream_id      uuid NOT NULL REFERENCES streams,
    day            date NOT NULL,
    records        bigint NOT NULL CHECK (records >= 0),
    bytes_ingested bigint NOT NULL CHECK (bytes_ingested >= 0),
    files          bigint NOT NULL CHECK (files >= 0),
    storage_bytes  bigint NOT NULL CHECK (storage_bytes >= 0),
    PRIMARY KEY (stream_id, day)
);
