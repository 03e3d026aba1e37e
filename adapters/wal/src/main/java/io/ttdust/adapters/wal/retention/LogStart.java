package io.ttdust.adapters.wal.retention;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import io.ttdust.adapters.wal.file.ReadableFiles;
import io.ttdust.adapters.wal.format.DamagedLogException;
import io.ttdust.adapters.wal.format.StartSlot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The file `log-start`: everything before this LSN has been released, so it is not missed.
///
/// Two slots are written in turn and in place, so a torn write leaves the other one, and the start can be moved
/// on a disk without any room, which only moving it can make. For one thread at a time.
public final class LogStart {

    /// Of the file.
    public static final String NAME = "log-start";
    private static final int SLOTS = 2;

    private final LogFiles files;
    private final byte[] logId;
    private boolean exists;
    private int slot;
    private long lsn;

    private LogStart(LogFiles files, byte[] logId) {
        this.files = files;
        this.logId = logId.clone();
    }

    /// What the log in `files` says; 0 where it has never said anything. Changes nothing.
    ///
    /// @throws DamagedLogException if the file is there and says nothing
    public static LogStart read(LogFiles files, byte[] logId) throws IOException {
        LogStart start = new LogStart(files, logId);
        if (files.list().contains(NAME)) {
            start.read();
        }
        return start;
    }

    private void read() throws IOException {
        Found found = find(files, logId);
        exists = true;
        lsn = found.lsn;
        slot = found.slot;
    }

    private record Found(long lsn, int slot) {}

    private static Found find(ReadableFiles files, byte[] logId) throws IOException {
        Found greatest = new Found(-1, 0);
        try (LogFile file = files.open(NAME)) {
            for (int i = 0; i < SLOTS && file.size() >= (i + 1L) * StartSlot.BYTES; i++) {
                ByteBuffer block = ByteBuffer.allocate(StartSlot.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                file.read(block, (long) i * StartSlot.BYTES);
                long lsn = StartSlot.read(block, logId);
                greatest = lsn > greatest.lsn ? new Found(lsn, i) : greatest;
            }
        }
        if (greatest.lsn < 0) {
            throw new DamagedLogException("the file %s of the log does not say where the log starts; ".formatted(NAME)
                    + "nothing was changed. Keep all files of the directory as they are. Where the file log-id holds other"
                    + " bytes than each segment from byte 16 on, that one is broken; the segments' 16 bytes mend it");
        }
        return greatest;
    }

    /// Where the log in `files` starts; 0 where it has never said so.
    ///
    /// @throws DamagedLogException if the file is there and says nothing
    public static long lsnIn(ReadableFiles files, byte[] logId) throws IOException {
        return files.list().contains(NAME) ? find(files, logId).lsn : 0;
    }

    /// Makes the file of a log that starts at `lsn`, durably.
    public static void create(LogFiles files, byte[] logId, long lsn) throws IOException {
        files.createWhole(NAME, StartSlot.block(lsn, logId), (long) SLOTS * StartSlot.BYTES);
    }

    /// Everything before has been released.
    public long lsn() {
        return lsn;
    }

    /// Makes what was read durable, which after a kill may be in the page cache only; nothing may be thrown away
    /// by it before. Makes the file where there is none, so that moving the start later needs no room.
    public void settle() throws IOException {
        if (exists) {
            write(lsn, slot);
        } else {
            create(files, logId, 0);
            exists = true;
        }
    }

    /// Says, durably, that everything before `newLsn` may go; only then it may.
    void moveTo(long newLsn) throws IOException {
        int next = (slot + 1) % SLOTS;
        write(newLsn, next);
        slot = next;
        lsn = newLsn;
    }

    private void write(long value, int at) throws IOException {
        try (LogFile file = files.open(NAME)) {
            file.write(StartSlot.block(value, logId), (long) at * StartSlot.BYTES);
            file.sync();
        }
    }
}
