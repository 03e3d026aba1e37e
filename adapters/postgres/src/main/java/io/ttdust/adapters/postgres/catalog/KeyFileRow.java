package io.ttdust.adapters.postgres.catalog;

import io.ttdust.domain.storage.KeyFile;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What a row of `key_files` says of the file.
record KeyFileRow(String objectKey, long newestMicros, long keys, long bytes) {

    static final String COLUMNS = "object_key, newest_micros, keys, bytes";

    /// Takes an array for each of [#COLUMNS], see [#setArrays].
    static final String ARRAYS = "?::text[], ?::bigint[], ?::bigint[], ?::bigint[]";

    static KeyFileRow of(KeyFile file) {
        return new KeyFileRow(file.key(), file.newestMicros(), file.keys(), file.bytes());
    }

    static KeyFileRow read(ResultSet row) throws SQLException {
        return new KeyFileRow(
                row.getString("object_key"), row.getLong("newest_micros"), row.getLong("keys"), row.getLong("bytes"));
    }

    KeyFile toDomain() {
        return new KeyFile(objectKey, newestMicros, keys, bytes);
    }

    /// Sets the statement's parameters from `first` on to the columns of `rows`, an array each.
    static void setArrays(PreparedStatement statement, int first, List<KeyFileRow> rows) throws SQLException {
        ColumnArray.set(statement, first, "text", rows, KeyFileRow::objectKey);
        ColumnArray.set(statement, first + 1, "int8", rows, KeyFileRow::newestMicros);
        ColumnArray.set(statement, first + 2, "int8", rows, KeyFileRow::keys);
        ColumnArray.set(statement, first + 3, "int8", rows, KeyFileRow::bytes);
    }
}
