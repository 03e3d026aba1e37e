package io.ttdust.adapters.wal;

import io.ttdust.application.port.log.RecordLogContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on a real directory.
class FileRecordLogTest extends RecordLogContract<FileRecordLog> {

    @TempDir
    private Path directory;

    private final List<FileRecordLog> opened = new ArrayList<>();

    @Override
    protected FileRecordLog open(InstantSource clock) {
        LogSettings settings = new LogSettings(directory, 16 << 20, 1, 1 << 20, 0);
        FileRecordLog log = FileRecordLog.open(settings, clock, batch -> {}, failure -> {});
        opened.add(log);
        return log;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(FileRecordLog::close);
    }
}
