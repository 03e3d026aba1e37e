package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamChange;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [StreamRepository] in the table `streams`. A stream whose schema version does not exist cannot be stored.
public final class PostgresStreamRepository implements StreamRepository {

    private static final int LIMIT_MAX = 1000;

    private static final String INSERT = """
            INSERT INTO streams
                (stream_id, name, description, schema_id, schema_version, partitions, labels, status, created_at)
            VALUES (?, ?, ?, ?, ?, ?, jsonb_object(?::text[], ?::text[]), ?, ?)
            ON CONFLICT (name) DO NOTHING
            """;

    /// Both lists come from one value of `labels`, whose order does not change.
    private static final String SELECT = """
            SELECT *, ARRAY(SELECT key FROM jsonb_each_text(labels)) AS label_keys,
                ARRAY(SELECT value FROM jsonb_each_text(labels)) AS label_values,
                COALESCE(schema_version, (
                    SELECT max(version) FROM schema_versions
                    WHERE schema_versions.schema_id = streams.schema_id AND status <> 'deleted'
                )) AS version_in_force
            FROM streams
            """;
    private static final String SELECT_BY_ID = SELECT + "WHERE stream_id = ?";
    private static final String SELECT_BY_IDS = SELECT + "WHERE stream_id = ANY (?)";
    private static final String SELECT_BY_NAME = SELECT + "WHERE name = ?";

    /// Ids are UUIDv7, so their order is that of creation.
    private static final String SELECT_PAGE =
            SELECT + "WHERE ?::uuid IS NULL OR stream_id < ? ORDER BY stream_id DESC LIMIT ?";

    /// What is null stays; whether the version changes is told apart, as its null means the latest.
    private static final String UPDATE = """
            UPDATE streams
            SET description = COALESCE(?, description),
                labels = COALESCE(jsonb_object(?::text[], ?::text[]), labels),
                schema_version = CASE WHEN ? THEN ? ELSE schema_version END
            WHERE stream_id = ?
            """;

    /// Keeps the version from being deleted until the transaction ends; whoever deletes it locks the same row, then
    /// looks for streams. A deleted version has its row still, so the reference alone would let a stream in.
    private static final String LOCK_VERSION =
            "SELECT status FROM schema_versions WHERE schema_id = ? AND version = ? FOR SHARE";
    private static final String LOCK_VERSION_OF_STREAM = """
            SELECT schema_versions.status FROM schema_versions JOIN streams USING (schema_id)
            WHERE stream_id = ? AND version = ? FOR SHARE OF schema_versions
            """;

    private final Transactions transactions;

    public PostgresStreamRepository(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public boolean create(StreamDefinition stream) {
        StreamRow row = StreamRow.of(stream);
        return transactions.run("storing stream %s".formatted(stream.name()), connection -> {
            lockVersion(connection, LOCK_VERSION, row.schemaId(), row.pinnedVersion());
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setObject(1, row.streamId());
                insert.setString(2, row.name());
                insert.setString(3, row.description());
                insert.setObject(4, row.schemaId());
                insert.setObject(5, row.pinnedVersion(), Types.INTEGER);
                insert.setInt(6, row.partitions());
                setLabels(insert, 7, stream.labels());
                insert.setString(9, row.status());
                insert.setObject(10, row.createdAt());
                return insert.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Optional<StreamDefinition> find(StreamId id) {
        return select("reading stream %s".formatted(id), SELECT_BY_ID, id.uuid()).stream()
                .findFirst();
    }

    @Override
    public Optional<StreamDefinition> find(StreamName name) {
        return select("reading stream %s".formatted(name), SELECT_BY_NAME, name.value()).stream()
                .findFirst();
    }

    @Override
    public List<StreamDefinition> find(List<StreamId> ids) {
        Object[] uuids = ids.stream().map(StreamId::uuid).toArray();
        return transactions.query(
                "reading %d streams".formatted(uuids.length),
                connection -> Transactions.select(
                        connection,
                        SELECT_BY_IDS,
                        row -> StreamRow.read(row).toDomain(),
                        connection.createArrayOf("uuid", uuids)));
    }

    @Override
    public boolean update(StreamId id, StreamChange change) {
        Integer pinned = StreamRow.pinnedVersion(change.versionChoice());
        return transactions.run("changing stream %s".formatted(id), connection -> {
            lockVersion(connection, LOCK_VERSION_OF_STREAM, id.uuid(), pinned);
            try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
                update.setString(1, change.description());
                setLabels(update, 2, change.labels());
                update.setBoolean(4, change.versionChoice() != null);
                update.setObject(5, pinned, Types.INTEGER);
                update.setObject(6, id.uuid());
                return update.executeUpdate() == 1;
            }
        });
    }

    /// @param owner what `lock` asks for besides the version
    /// @param pinned null if no version is to be locked; one that is not there is left to the table's reference
    private static void lockVersion(Connection connection, String lock, UUID owner, @Nullable Integer pinned)
            throws SQLException {
        if (pinned != null
                && Transactions.select(connection, lock, row -> row.getString("status"), owner, pinned)
                        .contains(VersionStatus.DELETED.word())) {
            throw new VersionDeletedException(pinned);
        }
    }

    /// Keys at `index`, values behind it.
    private static void setLabels(PreparedStatement statement, int index, @Nullable Map<String, String> labels)
            throws SQLException {
        if (labels == null) {
            statement.setNull(index, Types.ARRAY);
            statement.setNull(index + 1, Types.ARRAY);
            return;
        }
        List<Map.Entry<String, String>> entries = List.copyOf(labels.entrySet());
        ColumnArray.set(statement, index, "text", entries, Map.Entry::getKey);
        ColumnArray.set(statement, index + 1, "text", entries, Map.Entry::getValue);
    }

    @Override
    public List<StreamDefinition> list(int limit, @Nullable StreamId before) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit outside 1..%d: %d".formatted(LIMIT_MAX, limit));
        }
        UUID uuid = before == null ? null : before.uuid();
        return select("listing streams", SELECT_PAGE, uuid, uuid, limit);
    }

    private List<StreamDefinition> select(String attempt, String query, @Nullable Object... parameters) {
        return transactions.query(attempt, query, row -> StreamRow.read(row).toDomain(), parameters);
    }
}
