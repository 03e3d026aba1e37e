package io.ttdust.application.query;

import io.ttdust.application.port.log.LogReader;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds one record by its id, without an index: the id says where the record lies. Safe for all threads.
public final class LookupRecord {

    private final LogReader log;

    public LookupRecord(LogReader log) {
        this.log = log;
    }

    /// The durable record of that id; empty if the stream has none, also when the id is another stream's.
    ///
    /// @throws io.ttdust.application.port.StorageException if the log cannot be read
    public Optional<StreamRecord> byId(StreamId stream, RecordId id) {
        int tag = stream.tag();
        if (id.streamTag() != tag) {
            return Optional.empty();
        }
        List<LoggedBatch> holding = new ArrayList<>(1);
        log.read(stream, id.partition(), id.offset(), log.horizon(), batch -> {
            holding.add(batch);
            return false;
        });
        return holding.stream()
                .filter(batch -> batch.firstOffset() <= id.offset() && id.offset() < batch.endOffset())
                .map(batch -> batch.record((int) (id.offset() - batch.firstOffset()), tag))
                .filter(found -> found.id().equals(id))
                .findFirst();
    }
}
