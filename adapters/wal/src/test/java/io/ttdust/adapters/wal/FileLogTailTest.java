package io.ttdust.adapters.wal;

import io.ttdust.application.port.log.LogTailContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// The contract of tails, on a real directory, in segments so short that many are released.
class FileLogTailTest extends LogTailContract<FileRecordLog> {

    @TempDir
    private Path directory;

    private final List<FileRecordLog> opened = new ArrayList<>();

    @Override
    protected FileRecordLog open(InstantSource clock) {
        LogSettings settings = new LogSettings(directory, 128 << 10, 2, 64 << 10, 0, 0);
        FileRecordLog log = FileRecordLog.open(settings, clock, List.of(), batch -> {}, failure -> {});
        opened.add(log);
        return log;
    }

    @Override
    protected int waiting(FileRecordLog log) {
        return log.waiting();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(FileRecordLog::close);
    }
}
