package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import java.sql.PreparedStatement;
import java.util.List;
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
                ARRAY(SELECT value FROM jsonb_each_text(labels)) AS label_values
            FROM streams
            """;
    private static final String SELECT_BY_ID = SELECT + "WHERE stream_id = ?";
    private static final String SELECT_BY_NAME = SELECT + "WHERE name = ?";

    /// Ids are UUIDv7, so their order is that of creation.
    private static final String SELECT_PAGE =
            SELECT + "WHERE ?::uuid IS NULL OR stream_id < ? ORDER BY stream_id DESC LIMIT ?";

    private final Transactions transactions;

    public PostgresStreamRepository(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public boolean create(StreamDefinition stream) {
        StreamRow row = StreamRow.of(stream);
        return transactions.run("storing stream %s".formatted(stream.name()), connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setObject(1, row.streamId());
                insert.setString(2, row.name());
                insert.setString(3, row.description());
                insert.setObject(4, row.schemaId());
                insert.setInt(5, row.schemaVersion());
                insert.setInt(6, row.partitions());
                insert.setArray(
                        7, connection.createArrayOf("text", row.labelKeys().toArray()));
                insert.setArray(
                        8, connection.createArrayOf("text", row.labelValues().toArray()));
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
