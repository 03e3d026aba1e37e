package io.ttdust.application.query;

import io.ttdust.domain.record.StreamRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records of one partition in its order, as far as a page could want them. Used by one thread.
final class PartitionRun {

    private final int recordsMax;
    private final long bytesMax;
    private final @Nullable StreamRecord last;
    private final List<StreamRecord> records = new ArrayList<>();
    private long bytes;
    private boolean leftSomething;

    /// @param last nothing behind this record is wanted; null while there is room
    PartitionRun(int recordsMax, long bytesMax, @Nullable StreamRecord last) {
        this.recordsMax = recordsMax;
        this.bytesMax = bytesMax;
        this.last = last;
    }

    /// Takes the partition's next record; false, and it is left, when neither it nor a later one can come on the
    /// page.
    boolean take(StreamRecord record) {
        if (records.size() >= recordsMax || bytes >= bytesMax || (last != null && PageBuilder.isBefore(last, record))) {
            leftSomething = true;
            return false;
        }
        records.add(withOwnPayload(record));
        bytes += PageBuilder.weight(record);
        return true;
    }

    /// The payload is part of whatever was read around it; a page must not hold on to all of that.
    private static StreamRecord withOwnPayload(StreamRecord record) {
        ByteBuffer payload = record.payload().duplicate();
        byte[] own = new byte[payload.remaining()];
        payload.get(own);
        return new StreamRecord(
                record.id(),
                record.partition(),
                record.offset(),
                record.receiveMicros(),
                record.schemaVersion(),
                ByteBuffer.wrap(own).asReadOnlyBuffer(),
                record.metadata());
    }

    List<StreamRecord> records() {
        return records;
    }

    boolean leftSomething() {
        return leftSomething;
    }
}
