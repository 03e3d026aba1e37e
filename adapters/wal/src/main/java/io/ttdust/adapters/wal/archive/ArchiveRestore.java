package io.ttdust.adapters.wal.archive;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.adapters.wal.loss.LossFile;
import io.ttdust.adapters.wal.loss.Losses;
import io.ttdust.adapters.wal.recovery.LogId;
import io.ttdust.adapters.wal.retention.LogStart;
import io.ttdust.adapters.wal.segment.SegmentCatalog;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.storage.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Puts a log directory together again from an archive.
///
/// The log's id lies there under the name of a draft until everything else is durable, and only then under its own,
/// without which no log can be opened; so it can be killed anywhere and run again, and nobody ever opens half of
/// it. It ends by noting where the archive ends: the start that comes next writes down that acknowledged records
/// behind it may be lost, and goes on so far behind that no offset and no LSN is given twice.
public final class ArchiveRestore {

    private static final int COPY_BYTES = 1 << 20;
    private static final String DRAFT = ".new";

    private final LogFiles files;
    private final LogArchive archive;
    private final byte[] logId = new byte[LogId.BYTES];

    private ArchiveRestore(LogFiles files, LogArchive archive) {
        this.files = files;
        this.archive = archive;
    }

    /// Restores into `files`; does nothing where that was done before and the log has not been opened since.
    ///
    /// @param fromLsn segments that end before it are left out; 0 for none
    /// @param nowMicros the time of the loss to be noted, Unix microseconds
    /// @throws StorageException if there is a log in `files`, or the archive cannot be read or lacks a segment;
    ///     nothing can be opened in `files` then
    public static RestoredLog run(LogFiles files, LogArchive archive, long fromLsn, long nowMicros) throws IOException {
        byte[] known = LogId.read(files);
        if (known == null) {
            new ArchiveRestore(files, archive).restore(fromLsn, nowMicros);
        }
        return found(files);
    }

    private static RestoredLog found(LogFiles files) throws IOException {
        byte[] logId = LogId.read(files);
        if (logId != null) {
            for (Hole hole : LossFile.read(files, logId).holes()) {
                if (hole.nextLsn() == 0) {
                    return new RestoredLog(
                            (int) files.list().stream()
                                    .filter(ArchiveRestore::isSegment)
                                    .count(),
                            LogStart.lsnIn(files, logId),
                            hole.fromLsn());
                }
            }
        }
        throw new StorageException("there is a log in the directory already; nothing was changed. Restore into an empty"
                + " one, and move the files of the old log away before");
    }

    private void restore(long fromLsn, long nowMicros) throws IOException {
        requireNoLog();
        List<ArchivedSegment> all = ArchivedSegment.in(archive, logId);
        List<ArchivedSegment> segments =
                all.stream().filter(segment -> segment.end() > fromLsn).toList();
        if (segments.isEmpty()) {
            throw new StorageException("the archive ends at LSN %d, before %d"
                    .formatted(all.getLast().end(), fromLsn));
        }
        Losses losses = losses();
        requireNoGap(segments, losses);
        LogId.announce(files, logId);
        clear();
        for (ArchivedSegment segment : segments) {
            copy(segment);
        }
        LogStart.create(files, logId, segments.getFirst().previousEnd());
        LossFile.write(files, logId, losses.restoredUpTo(segments.getLast().end(), nowMicros));
        LogId.establish(files);
    }

    /// What lies there may be the last that is left of a log.
    private void requireNoLog() throws IOException {
        List<String> names = files.list();
        if (!LogId.isAnnounced(files) && names.stream().anyMatch(ArchiveRestore::isOfALog)) {
            throw new StorageException("there are files of a log in the directory, without its id; nothing was changed."
                    + " Restore into an empty one, and move them away before");
        }
    }

    private static boolean isOfALog(String name) {
        return isSegment(name) || name.equals(LogStart.NAME) || name.equals(LossFile.NAME);
    }

    private static boolean isSegment(String name) {
        return SegmentCatalog.base(name) >= 0;
    }

    /// What an earlier run came to.
    private void clear() throws IOException {
        for (String name : files.list()) {
            String whole = name.endsWith(DRAFT) ? name.substring(0, name.length() - DRAFT.length()) : name;
            if (isOfALog(whole)) {
                files.delete(name);
            }
        }
        files.syncDirectory();
    }

    private Losses losses() {
        List<String> keys = archive.losses();
        if (keys.isEmpty()) {
            return Losses.EMPTY;
        }
        try (StoredObject object = archive.store().open(keys.getLast())) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(object.size()));
            object.read(0, bytes);
            return LossFile.of(bytes.flip(), logId);
        }
    }

    private static void requireNoGap(List<ArchivedSegment> segments, Losses losses) {
        for (int i = 1; i < segments.size(); i++) {
            ArchivedSegment before = segments.get(i - 1);
            ArchivedSegment next = segments.get(i);
            if (before.end() < next.previousEnd() && losses.beyond(before.end()) < next.previousEnd()) {
                throw new StorageException(
                        ("the archive lacks what lay from LSN %d to %d, between '%s' and '%s'; nothing"
                                        + " was restored. If there is a copy of what is missing, put it there. Or begin behind"
                                        + " it, with --from-lsn %d: what of the log before is not in data files is lost then")
                                .formatted(before.end(), next.previousEnd(), before.key(), next.key(), next.base()));
            }
        }
    }

    private void copy(ArchivedSegment segment) throws IOException {
        String name = SegmentCatalog.name(segment.base());
        files.preallocate(name + DRAFT, segment.bytes());
        ByteBuffer window = ByteBuffer.allocateDirect(COPY_BYTES);
        try (StoredObject object = archive.store().open(segment.key());
                LogFile file = files.open(name + DRAFT)) {
            for (long at = 0; at < segment.bytes(); at += window.limit()) {
                window.clear().limit((int) Math.min(COPY_BYTES, segment.bytes() - at));
                object.read(at, window);
                file.write(window.flip(), at);
            }
            file.sync();
        }
        files.rename(name + DRAFT, name);
        files.syncDirectory();
    }
}
