package io.ttdust.adapters.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.embedded.EmbeddedPostgresServer;
import io.ttdust.adapters.postgres.ConnectionPool;
import io.ttdust.adapters.postgres.Migrations;
import io.ttdust.adapters.postgres.Relay;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.DataFileCatalog;
import io.ttdust.application.port.catalog.FlushCommit;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.EventTimes;
import io.ttdust.domain.storage.HourPartition;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/// A commit whose outcome nobody told: asking again gives the truth.
@Tag("F20")
class CommitOutageTest {

    private static final StreamId CLICKS = new StreamId(UUID.fromString("019b76da-a800-7000-8000-00000000c11c"));
    private static final UUID LOG = new UUID(1, 1);
    private static final Instant DEADLINE = Instant.parse("2026-06-01T12:00:00Z");
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);
    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(30);
    private static final int ROWS = 10;

    /// One for all tests, as only the first start on it is slow.
    @TempDir
    private static Path directory;

    private EmbeddedPostgresServer server;
    private Relay relay;
    private ConnectionPool pool;
    private PGSimpleDataSource direct;
    private PostgresNodeRegistry nodes;
    private DataFileCatalog catalog;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedPostgresServer.start(directory);
        relay = new Relay(server.port());
        pool = ConnectionPool.open("localhost", relay.port(), server.database(), server.user(), server.password());
        Migrations.migrate(pool.dataSource());
        execute("TRUNCATE streams, nodes, key_files CASCADE");
        PostgresDataFileCatalogTest.createStreams(pool.dataSource());
        // A connection for each transaction, so that the relay sees the word COMMIT each time.
        direct = new PGSimpleDataSource();
        direct.setServerNames(new String[] {"localhost"});
        direct.setPortNumbers(new int[] {relay.port()});
        direct.setDatabaseName(server.database());
        direct.setUser(server.user());
        direct.setPassword(server.password());
        direct.setSocketTimeout(2);
        nodes = new PostgresNodeRegistry(pool.dataSource());
        catalog = new PostgresDataFileCatalog(direct);
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
        relay.close();
        server.close();
    }

    @Test
    void saysYesWhenTheCommitTookPlaceAndItsAnswerWasLost() throws SQLException {
        NodeEpoch owner = nodes.open("node-1", LOG);
        FlushCommit flush = flush(0);
        catalog.addPending(owner, flush.files(), List.of(), DEADLINE);
        relay.swallowAnswersTo("COMMIT");

        assertToldInTime(owner, flush);

        relay.speak();
        nodes.open("node-1", LOG);
        assertThat(catalog.commit(owner, flush)).isTrue();
        assertThat(catalog.locate(CLICKS, 0, 0).files()).isEqualTo(flush.files());
        assertThat(stats()).isEqualTo(ROWS);
    }

    @Test
    void saysNoWhenTheCommitNeverArrivedAndTheNodeWasStartedAnew() throws SQLException {
        NodeEpoch owner = nodes.open("node-1", LOG);
        FlushCommit flush = flush(0);
        catalog.addPending(owner, flush.files(), List.of(), DEADLINE);
        relay.fallSilent();

        assertToldInTime(owner, flush);

        relay.speak();
        nodes = new PostgresNodeRegistry(direct);
        nodes.open("node-1", LOG);
        assertThat(catalog.commit(owner, flush)).isFalse();
        assertThat(catalog.checkpoints()).isEmpty();
        assertThat(catalog.locate(CLICKS, 0, 0).files()).isEmpty();
        assertThat(stats()).isZero();
    }

    @Test
    void commitsEachFlushOnceThoughTheServerStopsInTheMiddle() throws Exception {
        NodeEpoch owner = nodes.open("node-1", LOG);
        catalog = new PostgresDataFileCatalog(pool.dataSource());
        int flushes = 200;
        for (int i = 0; i < flushes; i++) {
            catalog.addPending(owner, flush(i).files(), List.of(), DEADLINE);
        }
        AtomicInteger committed = new AtomicInteger();
        Thread flusher = Thread.ofVirtual().start(() -> {
            while (committed.get() < flushes) {
                if (commitUntilTold(owner, flush(committed.get()))) {
                    committed.incrementAndGet();
                }
            }
        });

        for (int stop = 1; stop <= 3; stop++) {
            int until = stop * flushes / 4;
            while (committed.get() < until) {
                Thread.onSpinWait();
            }
            server.close();
            server = EmbeddedPostgresServer.start(directory);
            relay.leadTo(server.port());
        }

        assertThat(flusher.join(Duration.ofSeconds(60))).isTrue();
        assertThat(stats()).isEqualTo((long) flushes * ROWS);
        assertThat(catalog.find(CLICKS, 0, Long.MAX_VALUE, 1000).files()).hasSize(flushes);
        assertThat(catalog.checkpoints().getFirst().offset()).isEqualTo((long) flushes * ROWS);
    }

    /// Asks until there is an answer; a call that fails takes its time, so this does not spin.
    private boolean commitUntilTold(NodeEpoch owner, FlushCommit flush) {
        long deadline = System.nanoTime() + RECOVERED_WITHIN.toNanos();
        while (true) {
            try {
                return catalog.commit(owner, flush);
            } catch (StorageException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private void assertToldInTime(NodeEpoch owner, FlushCommit flush) {
        long started = System.nanoTime();
        assertThatThrownBy(() -> catalog.commit(owner, flush)).isInstanceOf(StorageException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(TOLD_WITHIN);
    }

    private static FlushCommit flush(int number) {
        long first = (long) number * ROWS;
        DataFile file = new DataFile(
                CLICKS,
                0,
                HourPartition.of(0),
                "streams/clicks/" + number,
                1,
                first,
                first + ROWS - 1,
                number,
                number,
                EventTimes.NONE,
                100,
                50);
        Checkpoint to = new Checkpoint(CLICKS, 0, first + ROWS, number, 0);
        return new FlushCommit(List.of(file), List.of(), List.of(new FlushCommit.Advance(first, to)));
    }

    /// Records the statistics know of.
    private long stats() throws SQLException {
        try (Connection connection = direct.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(sum(records), 0) FROM stream_stats")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
