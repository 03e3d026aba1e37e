package io.ttdust.adapters.wal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class DiskFilesTest {

    @TempDir
    private Path directory;

    @Test
    @Tag("F13")
    void aDirectoryIsOneLogsAtATime() throws IOException {
        try (LogFiles first = DiskFiles.lock(directory.resolve("new"))) {
            assertThat(first.list()).containsExactly("lock");
            assertThatThrownBy(() -> DiskFiles.lock(directory.resolve("new")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        DiskFiles.lock(directory.resolve("new")).close();
    }

    @Test
    void whatIsWrittenIsReadAndRenamedAndCutAndDeleted() throws IOException {
        try (LogFiles files = DiskFiles.lock(directory)) {
            files.preallocate("a", 3 << 20);
            try (LogFile file = files.open("a")) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 2_000_000);
                file.sync();
                ByteBuffer read = ByteBuffer.allocate(4);
                file.read(read, 1_999_999);
                assertThat(read.array()).containsExactly(0, 1, 2, 3);
                assertThat(file.size()).isEqualTo(3 << 20);
                file.truncate(2_000_001);
                assertThatThrownBy(() -> file.read(ByteBuffer.allocate(3), 1_999_999))
                        .isInstanceOf(EOFException.class);
            }
            files.rename("a", "b");
            files.syncDirectory();
            assertThat(files.list()).containsExactlyInAnyOrder("lock", "b");
            files.delete("b");
            assertThat(files.list()).containsExactly("lock");
            assertThat(files.usableBytes()).isPositive();
        }
    }

    /// Linux's device that has never room says so in the words of the system, while the file system below has room.
    @Test
    @Tag("F07")
    void aFullDiskIsToldApartFromABrokenOne() throws IOException {
        Path full = Path.of("/dev/full");
        if (Files.exists(full)) {
            try (LogFiles files = DiskFiles.lock(directory)) {
                assertThatThrownBy(() -> files.preallocate(full.toString(), 4096))
                        .isInstanceOf(DiskFullException.class)
                        .hasRootCauseInstanceOf(IOException.class);
            }
        }
    }

    @Test
    @Tag("F10")
    void aReaderThatIsInterruptedAgainAndAgainReadsOnAndStaysInterrupted() throws Exception {
        try (LogFiles files = DiskFiles.lock(directory)) {
            files.preallocate("a", 1 << 20);
            Thread reader = Thread.currentThread();
            Thread interrupter = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    reader.interrupt();
                    Thread.onSpinWait();
                }
            });
            try (LogFile file = files.open("a")) {
                ByteBuffer target = ByteBuffer.allocateDirect(1 << 20);
                do {
                    target.clear();
                    file.read(target, 0);
                    assertThat(target.hasRemaining()).isFalse();
                } while (interrupter.isAlive());
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }
}
