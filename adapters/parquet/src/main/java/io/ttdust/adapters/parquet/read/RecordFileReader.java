package io.ttdust.adapters.parquet.read;

import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.StoredObject;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads records back from files. May be used by many threads.
public final class RecordFileReader {

    private final FooterCache footers;

    /// A reader that has read nothing so far.
    ///
    /// @param footerBytesMax about how much memory footers of files read before may take
    public RecordFileReader(long footerBytesMax) {
        this.footers = new FooterCache(footerBytesMax);
    }

    /// See [io.ttdust.application.port.storage.ColumnFileFormat#read].
    public void read(
            StoredObject file,
            StreamId stream,
            int partition,
            long fromOffset,
            long fromMicros,
            Predicate<LoggedBatch> reader) {
        OpenedFooter footer = footer(file);
        if (!footer.traits().stream().equals(stream.toString())
                || footer.traits().partition() != partition) {
            throw new StorageException("'%s' holds partition %d of %s, not partition %d of %s"
                    .formatted(file.key(), footer.traits().partition(), footer.traits().stream(), partition, stream));
        }
        try (RecordCursor cursor = new RecordCursor(file, footer, stream, fromOffset, fromMicros)) {
            LoggedBatch batch = next(file, cursor);
            while (batch != null && reader.test(batch)) {
                batch = next(file, cursor);
            }
        }
    }

    private OpenedFooter footer(StoredObject file) {
        try {
            return footers.of(file);
        } catch (StorageException e) {
            throw e;
        } catch (DamagedFileException | IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /// On damaged bytes the library fails in many ways, most of them unchecked.
    private static @Nullable LoggedBatch next(StoredObject file, RecordCursor cursor) {
        try {
            return cursor.next();
        } catch (StorageException e) {
            throw e;
        } catch (DamagedFileException | IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private static StorageException unreadable(StoredObject file, Throwable cause) {
        return new StorageException(
                "'%s' cannot be read as a file of records: %s".formatted(file.key(), cause.getMessage()), cause);
    }
}
