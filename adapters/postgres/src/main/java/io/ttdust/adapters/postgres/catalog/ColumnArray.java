package io.ttdust.adapters.postgres.catalog;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One column of many rows, which travels as one array, so that a statement takes any number of rows at once.
final class ColumnArray {

    private ColumnArray() {}

    /// Sets one parameter of the statement to an array of one column's values.
    ///
    /// @param type of the values, as PostgreSQL calls it
    static <R> void set(
            PreparedStatement statement, int parameter, String type, List<R> rows, Function<R, @Nullable Object> column)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(parameter, statement.getConnection().createArrayOf(type, values));
    }
}
