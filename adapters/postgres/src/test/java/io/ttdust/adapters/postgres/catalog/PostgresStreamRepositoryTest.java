package io.ttdust.adapters.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.catalog.StreamRepository.VersionDeletedException;
import io.ttdust.application.port.catalog.StreamRepositoryContract;
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
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresStreamRepositoryTest extends StreamRepositoryContract {

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Override
    protected StreamRepository fresh() {
        return new PostgresStreamRepository(database.dataSource());
    }

    @Override
    protected SchemaRepository schemas() {
        return new PostgresSchemaRepository(database.dataSource());
    }

    /// A version that is being deleted at the same moment is waited for, and gets no stream.
    @Test
    @Timeout(60)
    void waitsForWhoeverIsDeletingTheVersion() throws Exception {
        SchemaId id = SchemaId.parse("sch_019b76da-a800-7000-8000-000000000001");
        schemas()
                .create(
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
        FutureTask<Boolean> creation = new FutureTask<>(() -> fresh().create(pinned));
        try (Connection deleting = database.dataSource().getConnection();
                Statement statement = deleting.createStatement()) {
            deleting.setAutoCommit(false);
            assertThat(SchemaTable.refusal(deleting, id.uuid(), 1, VersionStatus.DELETED))
                    .isEqualTo(new VersionChange.OnlyOne());
            SchemaTable.updateStatus(deleting, id.uuid(), 1, VersionStatus.DELETED);
            Thread.ofVirtual().start(creation);
            PostgresSchemaRepositoryTest.awaitOneWhoWaits(statement);
            deleting.commit();
        }

        assertThatThrownBy(creation::get).hasCauseInstanceOf(VersionDeletedException.class);
        assertThat(fresh().list(10, null)).isEmpty();
    }

    @Override
    protected StreamRepository away() {
        return new PostgresStreamRepository(TestDatabase.nowhere());
    }
}
