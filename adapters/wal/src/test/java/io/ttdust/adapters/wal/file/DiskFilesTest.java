package io.ttdust.adapters.wal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ttdust.adapters.wal.format.Blocks;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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

    /// Where the file system refuses to be written past the page cache, both go through it.
    @Test
    void whoReadsThroughThePageCacheSeesWhatIsWrittenPastIt() throws Exception {
        int blocks = 2_000;
        AtomicInteger written = new AtomicInteger();
        try (LogFiles files = DiskFiles.lock(directory, true);
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            assertThat(files.list()).containsExactly("lock");
            files.preallocate("a", (long) blocks * Blocks.BYTES);
            Future<Integer> reader = executor.submit(() -> readBehind(files, written, blocks));
            try (LogFile file = files.openToAppend("a")) {
                ByteBuffer block = ByteBuffer.allocateDirect(2 * Blocks.BYTES).alignedSlice(Blocks.BYTES);
                for (int i = 0; i < blocks; i++) {
                    block.clear().limit(Blocks.BYTES);
                    block.putInt(0, i + 1).putInt(Blocks.BYTES - Integer.BYTES, i + 1);
                    file.write(block, (long) i * Blocks.BYTES);
                    file.sync();
                    written.set(i + 1);
                }
            }
            assertThat(reader.get()).isPositive();
        }
    }

    /// Reads every block as soon as it is written, and beyond it, so that pages come into the cache too early.
    private static int readBehind(LogFiles files, AtomicInteger written, int blocks) throws IOException {
        int reads = 0;
        try (LogFile file = files.open("a")) {
            for (int at = 0; at < blocks; reads++) {
                int end = written.get();
                ByteBuffer some = ByteBuffer.allocate(Math.min(blocks - at, 8) * Blocks.BYTES);
                file.read(some, (long) at * Blocks.BYTES);
                for (int i = at; i < Math.min(end, at + 8); i++) {
                    int block = (i - at) * Blocks.BYTES;
                    assertThat(some.getInt(block)).isEqualTo(i + 1);
                    assertThat(some.getInt(block + Blocks.BYTES - Integer.BYTES))
                            .isEqualTo(i + 1);
                }
                at = Math.min(end, at + 8);
            }
        }
        return reads;
    }
}
