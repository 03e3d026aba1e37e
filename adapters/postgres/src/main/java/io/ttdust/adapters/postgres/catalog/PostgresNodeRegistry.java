package io.ttdust.adapters.postgres.catalog;

import io.ttdust.adapters.postgres.Transactions;
import io.ttdust.application.port.catalog.ForeignLogException;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.application.port.catalog.NodeRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/// [NodeRegistry] in the table `nodes`.
public final class PostgresNodeRegistry implements NodeRegistry {

    /// Lets flushes pass and other starts wait. A start waits for the commits that run under the node's earlier
    /// epoch, because they hold its row.
    private static final String LOCK = "LOCK TABLE nodes IN SHARE ROW EXCLUSIVE MODE";

    /// Nothing comes back where the node owns another log, or another node the log.
    private static final String OPEN = """
            INSERT INTO nodes (node_id, log_id, epoch, started_at)
            SELECT asked.node_id, asked.log_id, 1, now() FROM (SELECT ?::text AS node_id, ?::uuid AS log_id) asked
                WHERE NOT EXISTS (
                    SELECT FROM nodes other WHERE other.log_id = asked.log_id AND other.node_id <> asked.node_id)
            ON CONFLICT (node_id) DO UPDATE SET epoch = nodes.epoch + 1, started_at = now()
                WHERE nodes.log_id = EXCLUDED.log_id
            RETURNING epoch
            """;

    /// Holds the row against a later start until the transaction ends.
    private static final String LOCK_EPOCH = "SELECT epoch FROM nodes WHERE node_id = ? FOR SHARE";

    private static final String SELECT_LOG = "SELECT log_id FROM nodes WHERE node_id = ?";

    private static final String SELECT_OWNER = "SELECT node_id FROM nodes WHERE log_id = ?";

    private final Transactions transactions;

    public PostgresNodeRegistry(DataSource dataSource) {
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public NodeEpoch open(String nodeId, UUID logId) {
        return transactions.run("noting a start of node %s with log %s".formatted(nodeId, logId), connection -> {
            try (Statement lock = connection.createStatement()) {
                lock.execute(LOCK);
            }
            try (PreparedStatement open = connection.prepareStatement(OPEN)) {
                open.setString(1, nodeId);
                open.setObject(2, logId);
                try (ResultSet epochs = open.executeQuery()) {
                    if (epochs.next()) {
                        return new NodeEpoch(nodeId, epochs.getLong(1));
                    }
                }
            }
            throw refused(connection, nodeId, logId);
        });
    }

    /// Whether there is no later start of the node, nor will be one before the transaction ends.
    static boolean isLatest(Connection connection, NodeEpoch owner) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK_EPOCH)) {
            select.setString(1, owner.nodeId());
            try (ResultSet epochs = select.executeQuery()) {
                return epochs.next() && epochs.getLong(1) == owner.epoch();
            }
        }
    }

    private static ForeignLogException refused(Connection connection, String nodeId, UUID logId) throws SQLException {
        List<UUID> known = Transactions.select(connection, SELECT_LOG, row -> row.getObject(1, UUID.class), nodeId);
        return known.isEmpty()
                ? new ForeignLogException(
                        nodeId,
                        logId,
                        Transactions.select(connection, SELECT_OWNER, row -> row.getString(1), logId)
                                .getFirst())
                : new ForeignLogException(nodeId, known.getFirst(), logId);
    }
}
