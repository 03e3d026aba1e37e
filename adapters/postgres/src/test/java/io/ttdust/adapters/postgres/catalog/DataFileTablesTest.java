package io.ttdust.adapters.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the tables refuse by themselves, and what reading them costs.
class DataFileTablesTest {

    private static final UUID SMALL = UUID.fromString("019b76da-a800-7000-8000-00000000c11c");
    private static final UUID LARGE = UUID.fromString("019b76da-a800-7000-8000-0000000003de");
    private static final long HOUR = 3_600_000_000L;
    private static final int FILES = 10_000;
    private static final int FILES_PER_HOUR = 10;

    private static final String FILE = "INSERT INTO data_files VALUES ('k', '019b76da-a800-7000-8000-00000000c11c', ";
    private static final String KEYS = "INSERT INTO key_files VALUES ";
    private static final String CHECKPOINT = "INSERT INTO checkpoints VALUES ('019b76da-a800-7000-8000-00000000c11c', ";
    private static final String STATS = "INSERT INTO stream_stats VALUES ('019b76da-a800-7000-8000-00000000c11c', ";

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @BeforeEach
    void createStreamsAndNode() throws SQLException {
        PostgresDataFileCatalogTest.createStreams(database.dataSource());
        database.execute("INSERT INTO nodes VALUES ('n', '019b76da-a800-7000-8000-000000000001', 1, now())");
    }

    @Test
    void takesRowsAsTheyMustBe() throws SQLException {
        database.execute(FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())");
        database.execute(KEYS + "('k', 0, 1, 1, 'live', 'n', 1, now())");
        database.execute(CHECKPOINT + "0, 0, 0, 0, 'n', 1)");
        database.execute(STATS + "'2026-01-01', 0, 0, 0, 0)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FILE + "-1, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 1, 1, 0, 9, 0, 3600000000, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 3600000000, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, -1, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 9, 8, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 0, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, -1, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 9, 8, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, 1, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, 2, 1, 1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, -1, 1, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 0, 'live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'Live', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', 'j', 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'replaced', NULL, 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'replaced', 'k', 'n', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'm', 1, now())",
                FILE + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 0, now())",
                "INSERT INTO data_files VALUES ('', '019b76da-a800-7000-8000-00000000c11c', "
                        + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                "INSERT INTO data_files VALUES ('k', '019b76da-a800-7000-8000-00000000ffff', "
                        + "0, 0, 1, 0, 9, 0, 9, NULL, NULL, 1, 1, 'live', NULL, 'n', 1, now())",
                KEYS + "(repeat('k', 1025), 0, 1, 1, 'live', 'n', 1, now())",
                KEYS + "('k', 0, 0, 1, 'live', 'n', 1, now())",
                KEYS + "('k', 0, 1, 0, 'live', 'n', 1, now())",
                KEYS + "('k', 0, 1, 1, 'replaced', 'n', 1, now())",
                KEYS + "('k', 0, 1, 1, 'live', 'm', 1, now())",
                KEYS + "('k', 0, 1, 1, 'live', 'n', 1, now()), ('k', 0, 1, 1, 'live', 'n', 1, now())",
                CHECKPOINT + "-1, 0, 0, 0, 'n', 1)",
                CHECKPOINT + "0, -1, 0, 0, 'n', 1)",
                CHECKPOINT + "0, 0, 0, -1, 'n', 1)",
                CHECKPOINT + "0, 0, 0, 0, 'm', 1)",
                CHECKPOINT + "0, 0, 0, 0, 'n', 0)",
                STATS + "'2026-01-01', -1, 0, 0, 0)",
                STATS + "'2026-01-01', 0, 0, 0, -1)",
                "INSERT INTO nodes VALUES ('m', '019b76da-a800-7000-8000-000000000001', 1, now())",
                "INSERT INTO nodes VALUES ('m', '019b76da-a800-7000-8000-000000000002', 0, now())",
                "INSERT INTO nodes VALUES ('', '019b76da-a800-7000-8000-000000000002', 1, now())",
                "INSERT INTO nodes VALUES ('n', '019b76da-a800-7000-8000-000000000002', 1, now())",
            })
    void refusesRowsTheCodeCouldNotRead(String statement) {
        assertThatThrownBy(() -> database.execute(statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("violates");
    }

    @Test
    void refusesTwoLiveFilesThatStartWithTheSameRecord() throws SQLException {
        addFiles(SMALL, 1, 10);
        addFile(SMALL, "other", "pending");
        addFile(SMALL, "third", "abandoned");

        assertThatThrownBy(() -> database.execute("UPDATE data_files SET state = 'live' WHERE object_key = 'other'"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("data_files_by_offset");
    }

    @Test
    void refusesToDropAStreamThatHasFiles() throws SQLException {
        addFiles(SMALL, 1, 10);

        assertThatThrownBy(() -> database.execute("DELETE FROM streams"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("violates foreign key");
    }

    @Test
    void findingAnHoursFilesCostsTheSameWhateverElseThereIs() throws SQLException {
        addFiles(SMALL, FILES_PER_HOUR, FILES_PER_HOUR);
        addFiles(LARGE, FILES, FILES_PER_HOUR);

        // As it is before the server has counted the rows, and after; with a plan for these values and for any.
        for (String setting : new String[] {"force_custom_plan", "force_generic_plan"}) {
            assertCostsTheSame(setting);
        }
        database.execute("ANALYZE data_files");
        for (String setting : new String[] {"force_custom_plan", "force_generic_plan"}) {
            assertCostsTheSame(setting);
        }
    }

    private void assertCostsTheSame(String setting) throws SQLException {
        long lastHour = (FILES / FILES_PER_HOUR - 1L) * HOUR;
        long small = find(setting, SMALL, 0);
        assertThat(find(setting, LARGE, lastHour)).as(setting).isLessThanOrEqualTo(small + 8);
        assertThat(find(setting, LARGE, lastHour / HOUR / 2 * HOUR)).as(setting).isLessThanOrEqualTo(small + 8);
        long first = locate(setting, SMALL, 5);
        assertThat(locate(setting, LARGE, FILES - 5)).as(setting).isLessThanOrEqualTo(first + 8);
    }

    /// Pages the server looks at to find the files of an hour.
    private long find(String setting, UUID stream, long fromMicros) throws SQLException {
        return buffers(setting, PostgresDataFileCatalog.FIND, FILES_PER_HOUR, select -> {
            select.setObject(1, stream);
            select.setLong(2, fromMicros);
            select.setLong(3, fromMicros + HOUR);
            select.setLong(4, fromMicros);
            select.setInt(5, 1000);
            select.setObject(6, stream);
        });
    }

    private long locate(String setting, UUID stream, long offset) throws SQLException {
        return buffers(setting, PostgresDataFileCatalog.LOCATE, 1, select -> {
            select.setLong(1, offset);
            select.setObject(2, stream);
            select.setInt(3, 0);
            select.setLong(4, offset);
            select.setObject(5, stream);
            select.setInt(6, 0);
        });
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private long buffers(String setting, String query, int rowsExpected, Parameters parameters) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement set = connection.createStatement()) {
            set.execute("SET plan_cache_mode = " + setting);
            try (PreparedStatement explain =
                    connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, SUMMARY OFF) " + query)) {
                parameters.set(explain);
                StringBuilder plan = new StringBuilder();
                try (ResultSet lines = explain.executeQuery()) {
                    while (lines.next()) {
                        plan.append(lines.getString(1)).append('\n');
                    }
                }
                assertThat(plan).containsPattern("actual .*rows=%d\\D".formatted(rowsExpected));
                Matcher buffers = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?")
                        .matcher(plan);
                assertThat(buffers.find()).as(plan.toString()).isTrue();
                return count(buffers.group(1)) + count(buffers.group(2));
            } finally {
                set.execute("RESET plan_cache_mode");
            }
        }
    }

    private static long count(String group) {
        return group == null ? 0 : Long.parseLong(group);
    }

    /// Files of one record each in partition 0, spread over hours.
    private void addFiles(UUID stream, int files, int filesPerHour) throws SQLException {
        database.execute("""
                INSERT INTO data_files
                SELECT 'streams/%1$s/' || i, '%1$s', 0, i / %2$d, 1, i, i, i / %2$d * 3600000000 + i %% %2$d,
                    i / %2$d * 3600000000 + i %% %2$d, NULL, NULL, 100, 50, 'live', NULL, 'n', 1, now()
                FROM generate_series(0::bigint, %3$d - 1) AS i
                """.formatted(stream, filesPerHour, files));
    }

    private void addFile(UUID stream, String key, String state) throws SQLException {
        database.execute("""
                INSERT INTO data_files
                VALUES ('%s', '%s', 0, 0, 1, 0, 0, 0, 0, NULL, NULL, 1, 1, '%s', NULL, 'n', 1, now())
                """.formatted(key, stream, state));
    }
}
