package io.ttdust.adapters.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ttdust.adapters.parquet.file.Slabs;
import io.ttdust.adapters.parquet.layout.LayoutCompiler;
import io.ttdust.adapters.parquet.write.RecordFileWriter;
import io.ttdust.application.port.storage.BytesObject;
import io.ttdust.application.port.storage.ColumnFileOrigin;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What files are made in is used again: the library and the writer must give back all of it, once, and never look
/// at it afterwards.
class WriterMemoryTest {

    /// Writes rubbish over whatever it gets and gives.
    private static final class Spoiling implements ByteBufferAllocator {

        private final Slabs slabs = new Slabs(64 << 20);
        private long left = Long.MAX_VALUE;
        private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public ByteBuffer allocate(int size) {
            if (left-- == 0) {
                throw new IllegalStateException("no memory");
            }
            ByteBuffer buffer = slabs.allocate(size);
            spoil(buffer);
            assertThat(lent.add(buffer)).isTrue();
            return buffer;
        }

        @Override
        public void release(ByteBuffer b) {
            assertThat(lent.remove(b)).as("was lent").isTrue();
            spoil(b);
            slabs.release(b);
        }

        private static void spoil(ByteBuffer buffer) {
            ByteBuffer whole = buffer.duplicate().clear();
            while (whole.hasRemaining()) {
                whole.put((byte) 0xA5);
            }
        }

        @Override
        public boolean isDirect() {
            return false;
        }
    }

    private static RecordFileWriter writer(ByteBufferAllocator memory) {
        ColumnFileOrigin origin = TestFiles.origin(RandomRecords.SCHEMA);
        return new RecordFileWriter(origin, LayoutCompiler.compile(RandomRecords.SCHEMA), "ttdust test", memory);
    }

    private static List<String> payloads(int count) {
        RandomRecords random = new RandomRecords(count);
        return Stream.generate(random::record).limit(count).toList();
    }

    private static void fill(RecordFileWriter writer, List<String> payloads) {
        for (int i = 0; i < payloads.size(); i += 100) {
            List<String> some = payloads.subList(i, Math.min(i + 100, payloads.size()));
            writer.add(TestFiles.batch(TestFiles.FIRST_OFFSET + i, TestFiles.NOON + i, some));
        }
    }

    private static byte[] file(ByteBufferAllocator memory, List<String> payloads) {
        try (RecordFileWriter writer = writer(memory)) {
            fill(writer, payloads);
            return BytesObject.of(TestFiles.KEY, writer.finish()).bytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500, 30_000})
    void givesAllBackAndDoesNotLookAtItAgain(int rows) {
        List<String> payloads = payloads(rows);
        Spoiling memory = new Spoiling();

        for (int i = 0; i < 3; i++) {
            assertThat(file(memory, payloads)).isEqualTo(file(new HeapByteBufferAllocator(), payloads));
            assertThat(memory.lent).isEmpty();
        }
    }

    @Test
    void givesBackWhatAFileTookThatWasNeverFinished() {
        Spoiling memory = new Spoiling();

        try (RecordFileWriter writer = writer(memory)) {
            fill(writer, payloads(20_000));
        }

        assertThat(memory.lent).isEmpty();
    }

    @Test
    void givesNothingBackTwiceAfterAFailureAnywhere() {
        List<String> payloads = payloads(5_000);
        for (long allocations = 0; ; allocations += 7) {
            Spoiling memory = new Spoiling();
            memory.left = allocations;
            RecordFileWriter writer = null;
            try {
                writer = writer(memory);
                fill(writer, payloads);
                writer.finish();
                assertThat(allocations).as("there was something to fail").isGreaterThan(100);
                writer.close();
                return;
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("no memory");
                if (writer != null) {
                    writer.close();
                    writer.close();
                }
            }
        }
    }

    @Test
    void mayBeClosedTwice() {
        Spoiling memory = new Spoiling();
        RecordFileWriter writer = writer(memory);
        fill(writer, payloads(2_000));
        writer.finish();

        writer.close();
        writer.close();

        assertThat(memory.lent).isEmpty();
    }
}
