package io.ttdust.adapters.postgres.catalog;

import io.ttdust.application.port.catalog.FlushCommit.Advance;
import io.ttdust.application.port.catalog.NodeEpoch;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.storage.Checkpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Table `checkpoints`: a row is compared and set, never just set.
final class CheckpointTable {

    static final String COLUMNS = "stream_id, partition, next_offset, through_micros, lsn";

    private static final String LOCK = """
            SELECT stream_id, partition, next_offset
            FROM checkpoints JOIN unnest(?::uuid[], ?::integer[]) AS advance (stream_id, partition)
                USING (stream_id, partition)
            ORDER BY stream_id, partition
            FOR UPDATE OF checkpoints
            """;

    private static final String ADVANCES = """
            unnest(?::uuid[], ?::integer[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS advance (stream_id, partition, next_offset, through_micros, lsn)
            """;
    private static final String UPDATE = """
            UPDATE checkpoints
            SET next_offset = advance.next_offset, through_micros = advance.through_micros, lsn = advance.lsn,
                node_id = ?, epoch = ?
            FROM %s
            WHERE checkpoints.stream_id = advance.stream_id AND checkpoints.partition = advance.partition
            """.formatted(ADVANCES);

    /// A racing flush may have inserted since [#LOCK], which locks no rows that are not there.
    private static final String INSERT = """
            INSERT INTO checkpoints (node_id, epoch, stream_id, partition, next_offset, through_micros, lsn)
            SELECT ?, ?, advance.* FROM %s
            ORDER BY stream_id, partition
            ON CONFLICT DO NOTHING
            """.formatted(ADVANCES);

    private record Place(UUID stream, int partition) {

        static Place of(Advance advance) {
            return new Place(advance.to().stream().uuid(), advance.to().partition());
        }
    }

    private CheckpointTable() {}

    static Checkpoint read(ResultSet row) throws SQLException {
        return new Checkpoint(
                new StreamId(row.getObject("stream_id", UUID.class)),
                row.getInt("partition"),
                row.getLong("next_offset"),
                row.getLong("through_micros"),
                row.getLong("lsn"));
    }

    /// Moves the checkpoints, which stay locked.
    ///
    /// @return false if one of them is not where it must be; others may have moved, so the caller rolls back
    static boolean advance(Connection connection, NodeEpoch owner, List<Advance> advances) throws SQLException {
        Map<Place, Long> known = lock(connection, advances);
        List<Advance> updates = new ArrayList<>();
        List<Advance> inserts = new ArrayList<>();
        for (Advance advance : advances) {
            Long at = known.get(Place.of(advance));
            if ((at == null ? 0 : at) != advance.fromOffset()) {
                return false;
            }
            (at == null ? inserts : updates).add(advance);
        }
        return write(connection, UPDATE, owner, updates) == updates.size()
                && write(connection, INSERT, owner, inserts) == inserts.size();
    }

    private static Map<Place, Long> lock(Connection connection, List<Advance> advances) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            ColumnArray.set(
                    lock, 1, "uuid", advances, advance -> advance.to().stream().uuid());
            ColumnArray.set(lock, 2, "int4", advances, advance -> advance.to().partition());
            Map<Place, Long> known = new HashMap<>();
            try (ResultSet rows = lock.executeQuery()) {
                while (rows.next()) {
                    known.put(new Place(rows.getObject(1, UUID.class), rows.getInt(2)), rows.getLong(3));
                }
            }
            return known;
        }
    }

    private static int write(Connection connection, String statement, NodeEpoch owner, List<Advance> advances)
            throws SQLException {
        if (advances.isEmpty()) {
            return 0;
        }
        try (PreparedStatement write = connection.prepareStatement(statement)) {
            write.setString(1, owner.nodeId());
            write.setLong(2, owner.epoch());
            ColumnArray.set(
                    write, 3, "uuid", advances, advance -> advance.to().stream().uuid());
            ColumnArray.set(write, 4, "int4", advances, advance -> advance.to().partition());
            ColumnArray.set(write, 5, "int8", advances, advance -> advance.to().offset());
            ColumnArray.set(write, 6, "int8", advances, advance -> advance.to().throughMicros());
            ColumnArray.set(write, 7, "int8", advances, advance -> advance.to().lsn());
            return write.executeUpdate();
        }
    }
}
