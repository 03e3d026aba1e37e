package io.ttdust.application.flush;

import io.ttdust.application.port.storage.ColumnFileFormat;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import io.ttdust.application.port.storage.ColumnFileWriter;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.storage.DataFile;
import io.ttdust.domain.storage.EventTimes;
import io.ttdust.domain.storage.HourPartition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/// A data file while it grows: frames of one partition, hour and schema version. Used by one thread.
final class FileDraft implements AutoCloseable {

    private final ColumnFileOrigin origin;
    private final HourPartition hour;
    private final long firstOffset;
    private final long firstMicros;
    private final ColumnFileWriter writer;
    private EventTimes eventTimes = EventTimes.NONE;
    private long payloadBytes;
    private long logBytes;
    private long nextOffset;
    private long lastMicros;

    /// A file and its bytes.
    ///
    /// @param memory of the content, which closing gives back
    record Encoded(DataFile file, List<ByteBuffer> content, ColumnFileWriter memory) implements AutoCloseable {

        @Override
        public void close() {
            memory.close();
        }
    }

    /// @param first the batch the file will begin with, which is not added yet
    FileDraft(ColumnFileFormat format, ColumnFileOrigin origin, LoggedBatch first) {
        this.origin = origin;
        this.hour = HourPartition.of(first.receiveMicros());
        this.firstOffset = first.firstOffset();
        this.firstMicros = first.receiveMicros();
        this.nextOffset = firstOffset;
        this.writer = format.create(origin);
    }

    /// Whether `batch` may be added: it follows without a gap, within the same hour and schema version.
    boolean takes(LoggedBatch batch) {
        return batch.firstOffset() == nextOffset
                && batch.schemaVersion() == origin.schema().version()
                && HourPartition.of(batch.receiveMicros()).equals(hour);
    }

    void add(LoggedBatch batch) {
        writer.add(batch);
        nextOffset = batch.endOffset();
        lastMicros = batch.receiveMicros();
        payloadBytes += batch.records().payloadBytes();
        logBytes += batch.records().weightBytes();
        if (batch.records().hasAttributes()) {
            for (int i = 0; i < batch.records().size(); i++) {
                long event = batch.records().attributes(i).eventTimeMicros();
                if (event != RecordAttributes.NO_EVENT_TIME) {
                    eventTimes = eventTimes.with(event);
                }
            }
        }
    }

    /// Bytes of the log that went in, about.
    long logBytes() {
        return logBytes;
    }

    /// Ends the file, whose memory is the answer's from then on.
    ///
    /// @param unique makes its key one that was never used before
    Encoded finish(UUID unique) {
        List<ByteBuffer> content = writer.finish();
        long bytes = 0;
        for (ByteBuffer part : content) {
            bytes += part.remaining();
        }
        long lastOffset = nextOffset - 1;
        String key = DataFile.key(origin.name(), hour, origin.partition(), firstOffset, lastOffset, unique);
        return new Encoded(
                new DataFile(
                        origin.stream(),
                        origin.partition(),
                        hour,
                        key,
                        origin.schema().version(),
                        firstOffset,
                        lastOffset,
                        firstMicros,
                        lastMicros,
                        eventTimes,
                        payloadBytes,
                        bytes),
                content,
                writer);
    }

    /// Gives the draft up; not to be called once it became a file.
    @Override
    public void close() {
        writer.close();
    }
}
