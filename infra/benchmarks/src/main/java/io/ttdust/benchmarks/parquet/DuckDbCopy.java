package io.ttdust.benchmarks.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// DuckDB with one thread and the rows of a file in a table in memory, which it copies into files.
final class DuckDbCopy implements AutoCloseable {

    private final Connection connection;
    private final Statement statement;
    private final Path target;

    private DuckDbCopy(Connection connection, Path directory) throws SQLException {
        this.connection = connection;
        this.statement = connection.createStatement();
        this.target = directory.resolve("duckdb.parquet");
    }

    /// @param source file whose rows it reads
    /// @param directory where it writes
    static DuckDbCopy open(Path source, Path directory) throws SQLException {
        DuckDbCopy copy = new DuckDbCopy(DriverManager.getConnection("jdbc:duckdb:"), directory);
        copy.statement.execute("SET threads = 1");
        copy.statement.execute("SET TimeZone = 'UTC'");
        copy.statement.execute("CREATE TABLE rows AS SELECT * FROM read_parquet('%s')".formatted(source));
        return copy;
    }

    long rows() throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM rows")) {
            count.next();
            return count.getLong(1);
        }
    }

    /// Writes the rows to a file.
    ///
    /// @return its size in bytes
    long write() throws SQLException, IOException {
        statement.execute(
                "COPY rows TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)".formatted(target));
        return Files.size(target);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
