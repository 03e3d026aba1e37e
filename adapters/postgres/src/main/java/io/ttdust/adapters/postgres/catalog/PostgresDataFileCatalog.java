package io.ttdust.adapters.postgres.catalog;

import static io.ttdust.adapters.postgres.catalog.FileTable.DATA_FILES;
import static io.ttdust.adapters.postgres.catalog.FileTable.KEY_FILES;

import io.ttdust.adapters.postgres.StoredTime;
import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.adapters.postgres.catalog.FileTable.Standing;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.catalog.StreamFiles;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.KeyFile;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/// [DataFileCatalog] in the tables `data_files`, `key_files` and `checkpoints`; a commit also adds to
/// `stream_stats`. A file of a stream that does not exist cannot be noted.
///
/// Rows travel as arrays, so that a flush of a thousand partitions takes as many round trips as one of one.
public final class PostgresDataFileCatalog implements DataFileCatalog {

    private static final int FILES_MAX = 10_000;
    private static final int GONE_MAX = 1000;
    private static final long HOUR_MICROS = TimeUnit.HOURS.toMicros(1);

    private static final String INSERT_DATA_FILES = """
            INSERT INTO data_files (%s, state, node_id, epoch, deadline)
            SELECT *, 'pending', ?, ?, ? FROM unnest(%s)
            """.formatted(DataFileRow.COLUMNS, DataFileRow.ARRAYS);
    private static final String INSERT_KEY_FILES = """
            INSERT INTO key_files (%s, state, node_id, epoch, deadline)
            SELECT *, 'pending', ?, ?, ? FROM unnest(%s)
            """.formatted(KeyFileRow.COLUMNS, KeyFileRow.ARRAYS);

    private static final String ADD_STATS = """
            INSERT INTO stream_stats (stream_id, day, records, bytes_ingested, files, storage_bytes)
            SELECT stream_id, DATE '1970-01-01' + floor(hour / 24.0)::integer AS day,
                sum(last_offset - first_offset + 1), sum(payload_bytes), count(*), sum(bytes)
            FROM data_files
            WHERE object_key = ANY (?)
            GROUP BY stream_id, day
            ORDER BY stream_id, day
            ON CONFLICT (stream_id, day) DO UPDATE SET
                records = stream_stats.records + EXCLUDED.records,
                bytes_ingested = stream_stats.bytes_ingested + EXCLUDED.bytes_ingested,
                files = stream_stats.files + EXCLUDED.files,
                storage_bytes = stream_stats.storage_bytes + EXCLUDED.storage_bytes
            """;

    private static final String SELECT_CHECKPOINTS = "SELECT %s FROM checkpoints".formatted(CheckpointTable.COLUMNS);

    /// Checkpoints and files in one statement, which is what makes them those of one moment: each row is either.
    private static final String CHECKPOINTS_AND_FILES = """
            SELECT file.*, NULL::bigint AS next_offset, NULL::bigint AS through_micros, NULL::bigint AS lsn
            FROM (SELECT %s FROM data_files WHERE state = 'live' AND %%s) AS file
            UNION ALL
            SELECT NULL, stream_id, partition, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                next_offset, through_micros, lsn
            FROM checkpoints WHERE stream_id = ? %%s
            ORDER BY first_micros, partition, first_offset
            """.formatted(DataFileRow.COLUMNS);

    /// A file lies in one hour, so one that reaches into the span starts at the earliest with the span's first
    /// hour.
    static final String FIND = CHECKPOINTS_AND_FILES.formatted("""
            stream_id = ? AND first_micros >= ? AND first_micros < ? AND last_micros >= ?
            ORDER BY first_micros, partition, first_offset LIMIT ?""", "");

    /// Files do not overlap, so only the last one that starts at or before the offset can hold it.
    static final String LOCATE = CHECKPOINTS_AND_FILES.formatted("""
            last_offset >= ? AND object_key = (
                SELECT object_key FROM data_files
                WHERE state = 'live' AND stream_id = ? AND partition = ? AND first_offset <= ?
                ORDER BY first_offset DESC LIMIT 1)""", "AND partition = ?");

    private static final String SELECT_KEY_FILES = """
            SELECT %s FROM key_files WHERE state = 'live' AND newest_micros >= ? ORDER BY newest_micros, object_key
            """.formatted(KeyFileRow.COLUMNS);

    private static final String EXPIRE_KEY_FILES = """
            UPDATE key_files SET state = 'deleted' WHERE object_key IN (
                SELECT object_key FROM key_files
                WHERE state = 'live' AND newest_micros < ?
                ORDER BY object_key FOR UPDATE)
            """;

    private static final String SELECT_GONE = """
            SELECT object_key FROM data_files WHERE state IN ('abandoned', 'deleted')
            UNION ALL
            SELECT object_key FROM key_files WHERE state IN ('abandoned', 'deleted')
            ORDER BY object_key LIMIT ?
            """;

    private final Transactions transactions;

    public PostgresDataFileCatalog(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public boolean addPending(NodeEpoch owner, List<DataFile> files, List<KeyFile> keyFiles, Instant deadline) {
        List<DataFileRow> dataRows = files.stream().map(DataFileRow::of).toList();
        List<KeyFileRow> keyRows = keyFiles.stream().map(KeyFileRow::of).toList();
        return transactions.run("noting %d files".formatted(files.size()), connection -> {
            if (!PostgresNodeRegistry.isLatest(connection, owner)) {
                return false;
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT_DATA_FILES)) {
                setOwner(insert, owner, deadline);
                DataFileRow.setArrays(insert, 4, dataRows);
                insert.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT_KEY_FILES)) {
                setOwner(insert, owner, deadline);
                KeyFileRow.setArrays(insert, 4, keyRows);
                insert.executeUpdate();
            }
            return true;
        });
    }

    private static void setOwner(PreparedStatement insert, NodeEpoch owner, Instant deadline) throws SQLException {
        insert.setString(1, owner.nodeId());
        insert.setLong(2, owner.epoch());
        insert.setObject(3, StoredTime.of(deadline));
    }

    @Override
    public boolean commit(NodeEpoch owner, FlushCommit flush) {
        List<String> files = flush.files().stream().map(DataFile::key).toList();
        List<String> keyFiles = flush.keyFiles().stream().map(KeyFile::key).toList();
        String attempt = "committing %d files of %d partitions"
                .formatted(files.size(), flush.advances().size());
        return transactions.run(attempt, connection -> {
            boolean latest = PostgresNodeRegistry.isLatest(connection, owner);
            Standing standing = DATA_FILES.lock(connection, owner, files);
            if (standing == Standing.COMMITTED) {
                return true;
            }
            if (!latest
                    || standing != Standing.PENDING
                    || (!keyFiles.isEmpty() && KEY_FILES.lock(connection, owner, keyFiles) != Standing.PENDING)
                    || !CheckpointTable.advance(connection, owner, flush.advances())) {
                connection.rollback();
                return false;
            }
            DATA_FILES.makeLive(connection, files);
            KEY_FILES.makeLive(connection, keyFiles);
            try (PreparedStatement add = connection.prepareStatement(ADD_STATS)) {
                FileTable.setKeys(add, files);
                add.executeUpdate();
            }
            return true;
        });
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return transactions.query("reading the checkpoints", SELECT_CHECKPOINTS, CheckpointTable::read);
    }

    @Override
    public StreamFiles find(StreamId stream, long fromMicros, long toMicros, int limit) {
        if (limit < 1 || limit > FILES_MAX) {
            throw new IllegalArgumentException("limit outside 1..%d: %d".formatted(FILES_MAX, limit));
        }
        long hourStart = fromMicros < Long.MIN_VALUE + HOUR_MICROS
                ? Long.MIN_VALUE
                : fromMicros - Math.floorMod(fromMicros, HOUR_MICROS);
        // No file starts before the smallest time: an empty span has none.
        long before = fromMicros < toMicros ? toMicros : Long.MIN_VALUE;
        return transactions.query("finding files of stream %s".formatted(stream), connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                select.setObject(1, stream.uuid());
                select.setLong(2, hourStart);
                select.setLong(3, before);
                select.setLong(4, fromMicros);
                select.setInt(5, limit);
                select.setObject(6, stream.uuid());
                return streamFiles(select);
            }
        });
    }

    @Override
    public StreamFiles locate(StreamId stream, int partition, long offset) {
        return transactions.query("finding the file of an offset of stream %s".formatted(stream), connection -> {
            try (PreparedStatement select = connection.prepareStatement(LOCATE)) {
                select.setLong(1, offset);
                select.setObject(2, stream.uuid());
                select.setInt(3, partition);
                select.setLong(4, offset);
                select.setObject(5, stream.uuid());
                select.setInt(6, partition);
                return streamFiles(select);
            }
        });
    }

    private static StreamFiles streamFiles(PreparedStatement query) throws SQLException {
        List<Checkpoint> checkpoints = new ArrayList<>();
        List<DataFile> files = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                if (rows.getString("object_key") == null) {
                    checkpoints.add(CheckpointTable.read(rows));
                } else {
                    files.add(DataFileRow.read(rows).toDomain());
                }
            }
        }
        return new StreamFiles(checkpoints, files);
    }

    @Override
    public List<KeyFile> keyFiles(long sinceMicros) {
        return transactions.query(
                "finding key files",
                SELECT_KEY_FILES,
                row -> KeyFileRow.read(row).toDomain(),
                sinceMicros);
    }

    @Override
    public List<String> abandon(NodeEpoch owner, Instant now, long keysSinceMicros) {
        return transactions.run("giving up overdue files", connection -> {
            if (!PostgresNodeRegistry.isLatest(connection, owner)) {
                return List.of();
            }
            DATA_FILES.abandon(connection, owner, StoredTime.of(now));
            KEY_FILES.abandon(connection, owner, StoredTime.of(now));
            try (PreparedStatement expire = connection.prepareStatement(EXPIRE_KEY_FILES)) {
                expire.setLong(1, keysSinceMicros);
                expire.executeUpdate();
            }
            try (PreparedStatement select = connection.prepareStatement(SELECT_GONE)) {
                select.setInt(1, GONE_MAX);
                return FileTable.keys(select);
            }
        });
    }

    @Override
    public void giveUp(NodeEpoch owner, List<String> keys) {
        transactions.run("giving up %d files".formatted(keys.size()), connection -> {
            DATA_FILES.giveUp(connection, owner, keys);
            KEY_FILES.giveUp(connection, owner, keys);
            return keys.size();
        });
    }

    @Override
    public void forget(List<String> keys) {
        transactions.run("forgetting %d files".formatted(keys.size()), connection -> {
            DATA_FILES.forget(connection, keys);
            KEY_FILES.forget(connection, keys);
            return keys.size();
        });
    }
}
