package io.ttdust.adapters.postgres;

import io.ttdust.application.port.StorageException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings the tables to what this version of TTDust needs.
public final class Migrations {

    private Migrations() {}

    /// Runs the migrations that the database has not seen, each in a transaction; none if it has seen all. Of
    /// several nodes that start at once one migrates and the others wait for it.
    ///
    /// @throws StorageException if the database is away, a migration fails, or one that has run was changed since
    public static void migrate(DataSource dataSource) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(dataSource)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StorageException("bringing the metadata tables up to date: %s".formatted(e.getMessage()), e);
        }
    }
}
