package io.ttdust.adapters.postgres.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.postgres.TestDatabase;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.CatalogChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The tables count their changes themselves, whoever writes to them.
class PostgresCatalogChangesTest {

    private static final String ID = "'019b76da-a800-7000-8000-0000000000aa'";
    private static final String INSERT_STREAM = """
            INSERT INTO streams (stream_id, name, description, schema_id, labels, status, created_at)
            SELECT %s, 'clicks', '', schema_id, '{}', 'active', now() FROM schemas WHERE name = 'any'
            """.formatted(ID);

    @RegisterExtension
    private final TestDatabase database = new TestDatabase();

    @Test
    void everyChangeOfASchemaAVersionOrAStreamIsCountedAndNothingElseIs() throws SQLException {
        CatalogChanges changes = new PostgresCatalogChanges(database.dataSource());
        long last = changes.count();
        String[] statements = {
            INSERT_STREAM,
            "UPDATE streams SET description = 'x'",
            "UPDATE schemas SET description = description",
            "UPDATE schema_versions SET created_at = created_at",
            "DELETE FROM streams"
        };

        for (String statement : statements) {
            database.execute(statement);
            assertThat(changes.count()).as(statement).isGreaterThan(last);
            last = changes.count();
        }
        database.execute("INSERT INTO secrets VALUES ('other', decode(repeat('00', 32), 'hex'))");
        assertThat(changes.count()).isEqualTo(last);
    }

    /// Else a reader could see the number, read the tables as they were, and never look again.
    @Test
    void aChangeIsCountedWhenItCanBeReadAndNotBefore() throws SQLException {
        CatalogChanges changes = new PostgresCatalogChanges(database.dataSource());
        long before = changes.count();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(INSERT_STREAM);
            assertThat(changes.count()).isEqualTo(before);
            connection.commit();
        }

        assertThat(changes.count()).isGreaterThan(before);
    }

    @Test
    @Tag("F20")
    void saysSoWhenTheStoreIsAway() {
        CatalogChanges changes = new PostgresCatalogChanges(TestDatabase.nowhere());

        assertThatThrownBy(changes::count).isInstanceOf(StorageException.class);
    }
}
