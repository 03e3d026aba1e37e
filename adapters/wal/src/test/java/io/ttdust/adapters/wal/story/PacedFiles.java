package io.ttdust.adapters.wal.story;

import io.ttdust.adapters.wal.file.LogFile;
import io.ttdust.adapters.wal.file.LogFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Files that announce every operation before it begins.
record PacedFiles(LogFiles files, Surroundings around) implements LogFiles {

    @Override
    public List<String> list() throws IOException {
        around.operation();
        return files.list();
    }

    @Override
    public LogFile open(String name) throws IOException {
        around.operation();
        return new PacedFile(files.open(name), around);
    }

    @Override
    public void preallocate(String name, long bytes) throws IOException {
        around.operation();
        files.preallocate(name, bytes);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        around.operation();
        files.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        around.operation();
        files.delete(name);
    }

    @Override
    public void syncDirectory() throws IOException {
        around.operation();
        files.syncDirectory();
    }

    @Override
    public long usableBytes() throws IOException {
        around.operation();
        return files.usableBytes();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private record PacedFile(LogFile file, Surroundings around) implements LogFile {

        @Override
        public long size() throws IOException {
            around.operation();
            return file.size();
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            around.operation();
            file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            around.operation();
            file.write(source, position);
        }

        @Override
        public void sync() throws IOException {
            around.operation();
            file.sync();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            around.operation();
            file.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
