package io.ttdust.adapters.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.catalog.SchemaDeletion;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.SchemaRepositoryContract;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.domain.id.SchemaId;
import io.ttdust.domain.schema.CompatibilityMode;
import io.ttdust.domain.schema.SchemaName;
import io.ttdust.domain.schema.SchemaVersion;
import io.ttdust.domain.stream.StreamName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
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

    static void awaitOneWhoWaits(Statement statement) throws SQLException {
        boolean waits = false;
        while (!waits) {
            try (ResultSet waiting = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
                waiting.next();
                waits = waiting.getBoolean(1);
            }
        }
    }
}
