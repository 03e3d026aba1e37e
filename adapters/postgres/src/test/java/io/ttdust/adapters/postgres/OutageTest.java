package io.ttdust.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.embedded.EmbeddedPostgresServer;
import io.ttdust.adapters.postgres.catalog.PostgresSecretRepository;
import io.ttdust.adapters.postgres.schema.PostgresSchemaRepository;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.SchemaRepository;
import io.ttdust.domain.schema.SchemaName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What callers see while PostgreSQL is away, and after.
@Tag("F20")
class OutageTest {

    /// Three seconds are promised; the rest is for a busy test machine.
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(8);

    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(30);

    /// One for all tests, as only the first start on it is slow.
    @TempDir
    private static Path directory;

    private EmbeddedPostgresServer server;
    private Relay relay;
    private ConnectionPool pool;
    private SchemaRepository schemas;
    private PostgresCheck check;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedPostgresServer.start(directory);
        relay = new Relay(server.port());
        pool = ConnectionPool.open("localhost", relay.port(), server.database(), server.user(), server.password());
        Migrations.migrate(pool.dataSource());
        schemas = new PostgresSchemaRepository(pool.dataSource());
        check = new PostgresCheck(pool);
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
        relay.close();
        server.close();
    }

    @Test
    void saysSoWhileTheServerIsStoppedAndGoesOnWhenItIsBack() {
        assertThat(schemas.latest(SchemaName.ANY)).isPresent();
        check.check();

        server.close();

        assertSaysSoInTime(() -> schemas.latest(SchemaName.ANY), "reading schema default/any in PostgreSQL");
        assertSaysSoInTime(check::check, "connecting to PostgreSQL");

        server = EmbeddedPostgresServer.start(directory);
        relay.leadTo(server.port());

        assertRecovers();
    }

    @Test
    void saysSoWhenTheServerFallsSilentAndGoesOnWhenItSpeaks() {
        assertThat(schemas.latest(SchemaName.ANY)).isPresent();

        relay.fallSilent();

        assertSaysSoInTime(() -> schemas.latest(SchemaName.ANY), "reading schema default/any in PostgreSQL");
        assertSaysSoInTime(() -> schemas.latest(SchemaName.ANY), "reading schema default/any in PostgreSQL");
        assertSaysSoInTime(check::check, "PostgreSQL");

        relay.speak();

        assertRecovers();
    }

    /// A transaction around it would have to be begun, and ended by a round trip of its own.
    @Test
    void aSingleReadIsSentWithoutATransactionAroundIt() {
        relay.swallowAnswersTo("BEGIN");

        assertThat(schemas.latest(SchemaName.ANY)).isPresent();
    }

    @Test
    void doesNotTakeABusyPoolForADatabaseThatIsAway() throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(pool.dataSource().getConnection());
        }

        assertThatCode(check::check).doesNotThrowAnyException();
        assertSaysSoInTime(() -> schemas.latest(SchemaName.ANY), "reading schema default/any in PostgreSQL");

        for (Connection connection : all) {
            connection.close();
        }
        assertThat(schemas.latest(SchemaName.ANY)).isPresent();
    }

    @Test
    void opensAPoolWhoseServerIsNotThereYet() throws IOException {
        relay.close();

        try (ConnectionPool early =
                ConnectionPool.open("localhost", relay.port(), server.database(), server.user(), server.password())) {
            assertSaysSoInTime(() -> Migrations.migrate(early.dataSource()), "bringing the metadata tables up to date");
        }
    }

    @Test
    void printsNeitherPasswordsNorSecretsInItsErrors() {
        byte[] secret = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> new PostgresSecretRepository(pool.dataSource()).findOrCreate("Not A Purpose", secret))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("violates check constraint")
                .message()
                .doesNotContain("30313233")
                .doesNotContain(server.password());
    }

    private static void assertSaysSoInTime(ThrowingCallable call, String message) {
        long started = System.nanoTime();

        assertThatThrownBy(call).isInstanceOf(StorageException.class).hasMessageContaining(message);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(TOLD_WITHIN);
    }

    /// Asks again until it works; a call that fails takes its time, so this does not spin.
    private void assertRecovers() {
        long deadline = System.nanoTime() + RECOVERED_WITHIN.toNanos();
        while (!works() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(schemas.latest(SchemaName.ANY)).isPresent();
        assertThatCode(check::check).doesNotThrowAnyException();
    }

    private boolean works() {
        try {
            return schemas.latest(SchemaName.ANY).isPresent();
        } catch (StorageException e) {
            return false;
        }
    }
}
