package io.ttdust.adapters.wal.recovery;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.file.ReadableFiles;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.application.port.StorageException;
import io.ttdust.domain.storage.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file `log-id`: 16 random bytes that every checksum of the log starts with, written once.
public final class LogId {

    private static final String NAME = "log-id";

    /// What the id is called while a log is put together from its archive.
    private static final String ANNOUNCED = "log-id.restoring";

    /// Bytes of an id.
    public static final int BYTES = 16;

    private LogId() {}

    /// Reads the id, or makes one for a directory that holds no log yet.
    ///
    /// @param flushed what metadata holds; when it has seen the log, there must be one
    /// @throws StorageException if there are segments, whose id is gone
    /// @throws DamagedLogException if all of a log is gone
    public static byte[] of(LogFiles files, List<Checkpoint> flushed) throws IOException {
        byte[] known = read(files);
        if (known != null) {
            return known;
        }
        if (isAnnounced(files)) {
            throw new StorageException("a restore from the archive has not ended in this directory; run it again");
        }
        List<String> names = files.list();
        if (names.stream().anyMatch(name -> SegmentCatalog.base(name) >= 0)) {
            throw new StorageException(
                    "the file %s of the log is missing or not %d bytes long; without it no segment can be checked."
                                    .formatted(NAME, BYTES)
                            + " Its bytes stand in each segment too, from byte 16 on, and can be put back from there");
        }
        for (Checkpoint checkpoint : flushed) {
            if (checkpoint.lsn() > 0) {
                throw new DamagedLogException(
                        "there is no log in the directory, and %s partition %d was flushed from one up to offset %d"
                                .formatted(checkpoint.stream(), checkpoint.partition(), checkpoint.offset()));
            }
        }
        return create(files);
    }

    /// Reads the id; null where there is none.
    public static byte @Nullable [] read(ReadableFiles files) throws IOException {
        if (!files.list().contains(NAME)) {
            return null;
        }
        try (LogFile file = files.open(NAME)) {
            if (file.size() != BYTES) {
                return null;
            }
            byte[] id = new byte[BYTES];
            file.read(ByteBuffer.wrap(id), 0);
            return id;
        }
    }

    /// Says, durably, that a log of this id is being put together here.
    public static void announce(LogFiles files, byte[] id) throws IOException {
        files.createWhole(ANNOUNCED, ByteBuffer.wrap(id), BYTES);
    }

    /// Whether a log is being put together in `files`, or that was given up halfway.
    public static boolean isAnnounced(ReadableFiles files) throws IOException {
        return files.list().contains(ANNOUNCED);
    }

    /// Makes, durably, the id that was announced the log's: it can be opened from now on.
    public static void establish(LogFiles files) throws IOException {
        files.rename(ANNOUNCED, NAME);
        files.syncDirectory();
    }

    private static byte[] create(LogFiles files) throws IOException {
        byte[] id = new byte[BYTES];
        new SecureRandom().nextBytes(id);
        files.createWhole(NAME, ByteBuffer.wrap(id), BYTES);
        return id;
    }
}
