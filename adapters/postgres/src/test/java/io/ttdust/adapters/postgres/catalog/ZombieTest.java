package io.ttdust.adapters.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.storage.InMemoryObjectStore;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.EventTimes;
import io.ttdust.domain.storage.HourPartition;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A node that was stopped in the middle of a flush and wakes up when its successor has long gone on: its object
/// may still come, since an object store fences nobody, but its row says that nobody will ever read it.
@Tag("F14")
class ZombieTest {

    private static final StreamId CLICKS = new StreamId(UUID.fromString("019b76da-a800-7000-8000-00000000c11c"));
    private static final UUID LOG = new UUID(1, 1);
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final List<ByteBuffer> CONTENT = List.of(ByteBuffer.wrap(new byte[] {1, 2, 3}));

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FlushCommit late = flush("late");
    private final FlushCommit next = flush("next");
    private final String lateKey = late.files().getFirst().key();
    private DataFileCatalog catalog;
    private PostgresNodeRegistry nodes;
    private NodeEpoch zombie;

    @BeforeEach
    void stopInTheMiddleOfAFlush() {
        PostgresDataFileCatalogTest.createStreams(database.dataSource());
        catalog = new PostgresDataFileCatalog(database.dataSource());
        nodes = new PostgresNodeRegistry(database.dataSource());
        zombie = nodes.open("node-1", LOG);
        assertThat(catalog.addPending(zombie, late.files(), List.of(), NOW.plusSeconds(600)))
                .isTrue();
    }

    @Test
    void leavesAnOrphanWhoseRowSaysAbandonedAndCommitsNothing() throws SQLException {
        NodeEpoch successor = nodes.open("node-1", LOG);
        assertThat(catalog.abandon(successor, NOW, 0)).containsExactly(lateKey);
        flushBy(successor);

        objects.put(lateKey, CONTENT);
        assertThat(catalog.commit(zombie, late)).isFalse();

        assertThat(state(lateKey)).isEqualTo("abandoned");
        assertThat(catalog.locate(CLICKS, 0, 0).files()).isEqualTo(next.files());
        List<String> orphans = catalog.abandon(successor, NOW, 0);
        assertThat(orphans).containsExactly(lateKey);
        orphans.forEach(objects::delete);
        catalog.forget(orphans);
        assertThat(objects.list("", null, 10))
                .containsExactly(next.files().getFirst().key());
        assertThat(state(lateKey)).isEqualTo("none");
    }

    @Test
    void commitsNothingAlsoWhenItsRowIsForgottenBeforeItPuts() throws SQLException {
        NodeEpoch successor = nodes.open("node-1", LOG);
        catalog.forget(catalog.abandon(successor, NOW, 0));
        flushBy(successor);

        objects.put(lateKey, CONTENT);
        assertThat(catalog.commit(zombie, late)).isFalse();
        assertThat(catalog.addPending(zombie, flush("again").files(), List.of(), NOW))
                .isFalse();
        assertThat(catalog.abandon(zombie, NOW.plusSeconds(86_400), Long.MAX_VALUE))
                .isEmpty();

        assertThat(state(lateKey)).isEqualTo("none");
        assertThat(catalog.find(CLICKS, 0, 1, 10).files()).isEqualTo(next.files());
    }

    private void flushBy(NodeEpoch owner) {
        assertThat(catalog.addPending(owner, next.files(), List.of(), NOW.plusSeconds(600)))
                .isTrue();
        objects.put(next.files().getFirst().key(), CONTENT);
        assertThat(catalog.commit(owner, next)).isTrue();
    }

    /// The same records each time, under a key of its own.
    private static FlushCommit flush(String name) {
        DataFile file = new DataFile(
                CLICKS, 0, HourPartition.of(0), "streams/clicks/" + name, 1, 0, 9, 0, 0, EventTimes.NONE, 100, 3);
        Checkpoint to = new Checkpoint(CLICKS, 0, 10, 0, 0);
        return new FlushCommit(List.of(file), List.of(), List.of(new FlushCommit.Advance(0, to)));
    }

    private String state(String key) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT state FROM data_files WHERE object_key = '%s'".formatted(key))) {
            return rows.next() ? rows.getString(1) : "none";
        }
    }
}
