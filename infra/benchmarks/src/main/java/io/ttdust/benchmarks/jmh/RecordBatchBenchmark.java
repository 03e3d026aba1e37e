package io.ttdust.benchmarks.jmh;

import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
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

/// Copies 1 KiB payloads that lie apart, as protobuf leaves them, into one batch.
///
/// In: the tables, the copy, the batch object. Out: protobuf's decoding.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBatchBenchmark {

    private static final int PAYLOAD_BYTES = 1024;

    @Param({"1", "64", "1000"})
    private int recordsPerBatch;

    private byte[][] payloads = {};

    /// Makes the payloads.
    @Setup
    public void makePayloads() {
        SplittableRandom random = new SplittableRandom(1);
        payloads = new byte[recordsPerBatch][PAYLOAD_BYTES];
        for (byte[] payload : payloads) {
            random.nextBytes(payload);
        }
    }

    /// One batch.
    @Benchmark
    public RecordBatch build() {
        RecordBatch.Builder builder = RecordBatch.builder(payloads.length, payloads.length * PAYLOAD_BYTES);
        for (byte[] payload : payloads) {
            builder.add(ByteBuffer.wrap(payload), RecordAttributes.NONE);
        }
        return builder.build();
    }
}
