package io.ttdust.benchmarks.jmh;

import io.ttdust.adapters.wal.format.Checksum;
import io.ttdust.adapters.wal.format.FrameEncoder;
import io.ttdust.adapters.wal.format.FrameHeader;
import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Writes a batch of 1 KiB events as a frame of the log into off-heap memory.
///
/// In: the frame's head, the copy of the payloads, the checksum. Out: the lock, the write, the sync.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameEncodingBenchmark {

    private final StreamId stream = new StreamId(new UUID(1, 2));
    private final FrameEncoder encoder = new FrameEncoder(new Checksum(new byte[16]), FrameHeader.FRAME_BYTES_MAX);
    private final ByteBuffer target = ByteBuffer.allocateDirect(2 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private RecordBatch batch = RecordBatch.builder(0, 0).build();

    @Param({"1", "64", "1000"})
    private int recordsPerBatch;

    /// Makes the batch.
    @Setup
    public void makeBatch() {
        RecordBatch.Builder builder = RecordBatch.builder(recordsPerBatch, recordsPerBatch * ClickEvents.BYTES);
        ClickEvents.generate(1, recordsPerBatch).forEach(builder::add);
        batch = builder.build();
    }

    /// One frame.
    @Benchmark
    public ByteBuffer encode() {
        target.clear();
        encoder.write(target, stream, 0, 1, batch, 0, 1);
        return target;
    }
}
