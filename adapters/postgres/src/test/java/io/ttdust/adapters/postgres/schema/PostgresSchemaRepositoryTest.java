package io.ttdust.adapters.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.adapters.postgres.catalog.PostgresStreamRepository;
import io.ttdust.application.port.catalog.SchemaDeletion;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.SchemaRepositoryContract;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.catalog.StreamRepository.VersionDeletedException;
import io.ttdust.application.port.catalog.VersionChange;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.schema.VersionStatus;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.StreamName;
import io.ttdust.domain.stream.StreamStatus;
import io.ttdust.domain.stream.VersionChoice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresSchemaRepositoryTest extends SchemaRepositoryContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected SchemaRepository fresh() {
        return new PostgresSchemaRepository(database.dataSource());
    }

    @Override
    protected StreamRepository streams() {
        return new PostgresStreamRepository(database.dataSource());
    }

    @Override
    protected SchemaRepository away() {
        return new PostgresSchemaRepository(TestDatabase.nowhere());
    }

    /// A stream that is stored at the same moment either keeps the schema or finds it gone; the store's own check
    /// would tell the one who deletes of a failure instead of the stream.
    @Test
    @Timeout(60)
    void waitsForAStreamThatIsBeingStored() throws Exception {
        SchemaRepository schemas = fresh();
        SchemaId id = SchemaId.parse("sch_019b76da-a800-7000-8000-000000000001");
        schemas.create(
                new SchemaVersion(id, new SchemaName("default", "click"), "", 1, "{}", "0".repeat(64), Instant.EPOCH),
                CompatibilityMode.NONE);
        FutureTask<SchemaDeletion> deletion = new FutureTask<>(() -> schemas.delete(id));
        try (Connection storing = database.dataSource().getConnection();
                Statement statement = storing.createStatement()) {
            storing.setAutoCommit(false);
            statement.execute("""
                    INSERT INTO streams
                        (stream_id, name, description, schema_id, schema_version, labels, status, created_at)
                    VALUES (gen_random_uuid(), 'clicks', '', '019b76da-a800-7000-8000-000000000001', 1, '{}',
                        'active', now())
                    """);
            Thread.ofVirtual().start(deletion);
            awaitOneWhoWaits(statement);
            storing.commit();
        }

        assertThat(deletion.get()).isEqualTo(new SchemaDeletion.InUse(List.of(new StreamName("clicks"))));
    }

    /// A version that is being deleted at the same moment is waited for, and gets no stream.
    @Test
    @Timeout(60)
    void waitsForWhoeverIsDeletingTheVersion() throws Exception {
        SchemaId id = SchemaId.parse("sch_019b76da-a800-7000-8000-000000000001");
        fresh().create(
                        new SchemaVersion(
                                id, new SchemaName("default", "click"), "", 1, "{}", "0".repeat(64), Instant.EPOCH),
                        CompatibilityMode.NONE);
        StreamDefinition pinned = new StreamDefinition(
                StreamId.parse("str_019b76da-a800-7000-8000-000000000002"),
                new StreamName("clicks"),
                "",
                id,
                new VersionChoice.Pinned(1),
                1,
                1,
                Map.of(),
                StreamStatus.ACTIVE,
                Instant.EPOCH);
        FutureTask<Boolean> creation = new FutureTask<>(() -> streams().create(pinned));
        try (Connection deleting = database.dataSource().getConnection();
                Statement statement = deleting.createStatement()) {
            deleting.setAutoCommit(false);
            assertThat(SchemaTable.refusal(deleting, id.uuid(), 1, VersionStatus.DELETED))
                    .isEqualTo(new VersionChange.OnlyOne());
            SchemaTable.updateStatus(deleting, id.uuid(), 1, VersionStatus.DELETED);
            Thread.ofVirtual().start(creation);
            awaitOneWhoWaits(statement);
            deleting.commit();
        }

        assertThatThrownBy(creation::get).hasCauseInstanceOf(VersionDeletedException.class);
        assertThat(streams().list(10, null)).isEmpty();
    }

    private static void awaitOneWhoWaits(Statement statement) throws SQLException {
        boolean waits = false;
        while (!waits) {
            try (ResultSet waiting = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
                waiting.next();
                waits = waiting.getBoolean(1);
            }
        }
    }
}
