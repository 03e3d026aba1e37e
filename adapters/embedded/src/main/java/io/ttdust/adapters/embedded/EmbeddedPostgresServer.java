package io.ttdust.adapters.embedded;

import io.ttdust.application.port.StorageException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A PostgreSQL of our own: a child process on a directory of ours, reachable from this machine only.
///
/// What is committed there is on disk (`fsync` and `synchronous_commit` are on) and stays across starts. Access
/// needs one of two random passwords kept in files only the owner can read; the account handed out owns its
/// database and is no superuser. The server ends with [#close]; after a hard kill of this process it goes on alone
/// until the next [#start] on its directory, which stops it first.
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final String HOST = "localhost";
    private static final String DATABASE = "ttdust";
    private static final String USER = "ttdust";

    /// Bounds crash recovery at start; the library does not notice earlier that a server failed.
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private static final String ACCESS = """
            # Written by TTDust at every start. This machine only, and never without a password.
            host ttdust ttdust 127.0.0.1/32 scram-sha-256
            host ttdust ttdust ::1/128 scram-sha-256
            host all postgres 127.0.0.1/32 scram-sha-256
            host all postgres ::1/128 scram-sha-256
            """;

    private final ServerDirectory directory;
    private final DirectoryLock lock;
    private final EmbeddedPostgres postgres;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgresServer(
            ServerDirectory directory, DirectoryLock lock, EmbeddedPostgres postgres, String password) {
        this.directory = directory;
        this.lock = lock;
        this.postgres = postgres;
        this.password = password;
    }

    /// Starts the server on a free port and waits until it answers: about 3 s the first time, when the binaries are
    /// unpacked and the database is created, and less than 1 s later. A server left over by a process that was
    /// killed is stopped first.
    ///
    /// @param dataDirectory used for nothing else; created if absent; everything lies below it
    /// @throws StorageException if another process uses the directory or the server does not start; the message
    ///     says what to do
    public static EmbeddedPostgresServer start(Path dataDirectory) {
        ServerDirectory directory = ServerDirectory.prepare(dataDirectory);
        DirectoryLock lock = DirectoryLock.acquire(directory.lock());
        boolean started = false;
        try {
            stopServerOn(directory);
            directory.removeHalfDone();
            directory.rotateLog();
            EmbeddedPostgres postgres = launch(directory);
            String password = directory.applicationPassword();
            ensureDatabase(postgres, password);
            directory.markBinariesComplete();
            started = true;
            return new EmbeddedPostgresServer(directory, lock, postgres, password);
        } catch (IOException | SQLException e) {
            throw failed(directory, e);
        } finally {
            if (!started) {
                abandon(directory, lock);
            }
        }
    }

    public String host() {
        return HOST;
    }

    /// Another one at every start.
    public int port() {
        return postgres.getPort();
    }

    public String database() {
        return DATABASE;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /// Stops the server; to be called last, when nothing uses it any more. Sessions still open are cut off.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try (lock) {
            postgres.close();
            // The library gives up after 5 s, which a busy disk can exceed.
            stopServerOn(directory);
        } catch (IOException e) {
            throw new StorageException("stopping the PostgreSQL in %s".formatted(directory.cluster()), e);
        }
    }

    /// Where it is reached; the password is never printed.
    @Override
    public String toString() {
        return "embedded PostgreSQL on %s:%d in %s".formatted(host(), port(), directory.root());
    }

    private static EmbeddedPostgres launch(ServerDirectory directory) throws IOException {
        String superuserPassword = directory.superuserPassword();
        // Besides the directories it is given, the library cleans up below a shared one in /tmp, where another
        // user could have laid links for it. It finds nothing to clean among our binaries.
        System.setProperty("ot.epg.working-dir", directory.binaries().toString());
        try {
            return EmbeddedPostgres.builder()
                    .setPgBinaryResolver(new PlatformBinaries())
                    .setOverrideWorkingDirectory(directory.binaries().toFile())
                    .setDataDirectory(directory.cluster())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_MAX)
                    .setOutputRedirector(
                            ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
                    .setLocaleConfig("pwfile", directory.superuserPasswordFile().toString())
                    // Sorts and compares by code point everywhere, whatever the machine's language.
                    .setLocaleConfig("locale", "C")
                    .setConnectConfig("password", superuserPassword)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "20")
                    .setServerConfig("shared_buffers", "32MB")
                    .setServerConfig("max_wal_size", "256MB")
                    .setServerConfig("listen_addresses", HOST)
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("log_checkpoints", "off")
                    .setDataDirectoryCustomizer(cluster -> restrictAccess(directory, cluster))
                    .start();
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException | ExceptionInInitializerError e) {
            // The library wraps what goes wrong in either, so these are not defects of ours.
            throw failed(directory, e);
        }
    }

    /// Runs between initdb and the start of the server, so that there is no moment in which it trusts anyone.
    private static void restrictAccess(ServerDirectory directory, File cluster) {
        try {
            Files.writeString(cluster.toPath().resolve("pg_hba.conf"), ACCESS);
            // The library opens this folder to everyone, although what lies in it is about to be run.
            Files.setPosixFilePermissions(directory.binaries(), PosixFilePermissions.fromString("rwx------"));
            if (!directory.isInitialised()) {
                directory.markInitialised();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Creates what is missing and gives the role the password of the file. Names are constants and passwords hex,
    /// so nothing needs quoting.
    private static void ensureDatabase(EmbeddedPostgres postgres, String password) throws SQLException {
        try (Connection superuser = postgres.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            if (isEmpty(statement, "SELECT FROM pg_roles WHERE rolname = '%s'".formatted(USER))) {
                statement.execute("CREATE ROLE %s".formatted(USER));
            }
            statement.execute("ALTER ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '%s'"
                    .formatted(USER, password));
            if (isEmpty(statement, "SELECT FROM pg_database WHERE datname = '%s'".formatted(DATABASE))) {
                statement.execute("CREATE DATABASE %s OWNER %s".formatted(DATABASE, USER));
            }
        }
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private static void stopServerOn(ServerDirectory directory) throws IOException {
        Optional<Postmaster> running = Postmaster.find(directory);
        if (running.isPresent()) {
            running.get().stop();
        }
    }

    /// After a start that failed: leaves nothing running and nothing locked. What went wrong is being thrown.
    private static void abandon(ServerDirectory directory, DirectoryLock lock) {
        try (lock) {
            stopServerOn(directory);
        } catch (IOException | StorageException e) {
            // The next start stops it, or says why it cannot.
        }
    }

    private static StorageException failed(ServerDirectory directory, Throwable cause) {
        boolean refusesRoot = System.getProperty("user.name").equals("root") && !LinuxUtils.isUnshareAvailable();
        String advice = refusesRoot
                ? ": PostgreSQL refuses to run as root and 'unshare -U' is not possible here; use another account"
                : "";
        return new StorageException(
                "the embedded PostgreSQL in %s did not start%s; its log %s ends with:%n%s"
                        .formatted(directory.root(), advice, directory.log(), directory.logTail()),
                cause);
    }
}
