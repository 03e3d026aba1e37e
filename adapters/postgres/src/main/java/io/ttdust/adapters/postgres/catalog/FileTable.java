package io.ttdust.adapters.postgres.catalog;

import io.ttdust.application.port.catalog.NodeEpoch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// What `data_files` and `key_files` have in common: an object's key, where its row stands, who noted it and until
/// when it may be put.
final class FileTable {

    static final FileTable DATA_FILES = new FileTable("data_files");
    static final FileTable KEY_FILES = new FileTable("key_files");

    /// Where the rows of some keys stand, all of them.
    enum Standing {
        /// Pending, as the owner noted them.
        PENDING,
        /// Committed once, whatever became of them since.
        COMMITTED,
        /// Anything else; some may not even be there.
        NEITHER
    }

    private final String table;
    private final String lock;
    private final String makeLive;
    private final String abandon;
    private final String giveUp;
    private final String forget;

    private FileTable(String table) {
        this.table = table;
        this.lock = """
                SELECT state, node_id, epoch FROM %s WHERE object_key = ANY (?) ORDER BY object_key FOR UPDATE
                """.formatted(table);
        this.makeLive = "UPDATE %s SET state = 'live' WHERE object_key = ANY (?)".formatted(table);
        // Rows are locked in the order of their keys, and looked at again once the lock is had.
        this.abandon = """
                UPDATE %1$s SET state = 'abandoned' WHERE object_key IN (
                    SELECT object_key FROM %1$s
                    WHERE state = 'pending' AND (deadline <= ? OR (node_id = ? AND epoch < ?))
                    ORDER BY object_key FOR UPDATE)
                """.formatted(table);
        this.giveUp = """
                UPDATE %1$s SET state = 'abandoned' WHERE object_key IN (
                    SELECT object_key FROM %1$s
                    WHERE object_key = ANY (?) AND state = 'pending' AND node_id = ? AND epoch = ?
                    ORDER BY object_key FOR UPDATE)
                """.formatted(table);
        this.forget = """
                DELETE FROM %1$s WHERE object_key IN (
                    SELECT object_key FROM %1$s
                    WHERE object_key = ANY (?) AND state IN ('abandoned', 'deleted')
                    ORDER BY object_key FOR UPDATE)
                """.formatted(table);
    }

    @Override
    public String toString() {
        return table;
    }

    /// Locks the rows and tells where they stand.
    Standing lock(Connection connection, NodeEpoch owner, List<String> keys) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(lock)) {
            setKeys(select, keys);
            int pending = 0;
            int committed = 0;
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    switch (rows.getString("state")) {
                        case "pending" -> pending += isOf(owner, rows) ? 1 : 0;
                        case "live", "replaced", "deleted" -> committed++;
                        default -> {} // abandoned
                    }
                }
            }
            if (committed == keys.size()) {
                return Standing.COMMITTED;
            }
            return pending == keys.size() ? Standing.PENDING : Standing.NEITHER;
        }
    }

    private static boolean isOf(NodeEpoch owner, ResultSet row) throws SQLException {
        return row.getString("node_id").equals(owner.nodeId()) && row.getLong("epoch") == owner.epoch();
    }

    void makeLive(Connection connection, List<String> keys) throws SQLException {
        updateByKeys(connection, makeLive, keys);
    }

    /// Gives up what is pending and overdue or was noted by an earlier start of `owner`'s node.
    void abandon(Connection connection, NodeEpoch owner, OffsetDateTime now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(abandon)) {
            update.setObject(1, now);
            update.setString(2, owner.nodeId());
            update.setLong(3, owner.epoch());
            update.executeUpdate();
        }
    }

    /// Gives up what of these is pending and was noted by `owner`.
    void giveUp(Connection connection, NodeEpoch owner, List<String> keys) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(giveUp)) {
            setKeys(update, keys);
            update.setString(2, owner.nodeId());
            update.setLong(3, owner.epoch());
            update.executeUpdate();
        }
    }

    /// Drops the rows that are abandoned or deleted.
    void forget(Connection connection, List<String> keys) throws SQLException {
        updateByKeys(connection, forget, keys);
    }

    private static void updateByKeys(Connection connection, String statement, List<String> keys) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            setKeys(update, keys);
            update.executeUpdate();
        }
    }

    /// The first column of the query's rows.
    static List<String> keys(PreparedStatement query) throws SQLException {
        List<String> keys = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return List.copyOf(keys);
    }

    static void setKeys(PreparedStatement statement, List<String> keys) throws SQLException {
        statement.setArray(1, statement.getConnection().createArrayOf("text", keys.toArray()));
    }
}
