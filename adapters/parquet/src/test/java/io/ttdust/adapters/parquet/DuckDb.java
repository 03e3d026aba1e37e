package io.ttdust.adapters.parquet;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// An independent reader of the files: each answer is rows of values spelled by [String#valueOf].
final class DuckDb {

    private DuckDb() {}

    /// Rows of `sql`, the values of each joined by a bar.
    static List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone='UTC'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                ResultSetMetaData columns = rows.getMetaData();
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        values.add(String.valueOf(rows.getObject(i)));
                    }
                    found.add(String.join("|", values));
                }
                return found;
            }
        }
    }
}
