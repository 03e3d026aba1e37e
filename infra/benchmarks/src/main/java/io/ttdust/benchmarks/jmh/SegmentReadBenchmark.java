package io.ttdust.benchmarks.jmh;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Reads a segment of 64 MiB from the page cache, 256 KiB at a time, and checks it, in the ways a reader of the log
/// could. The number is the time of one such read.
///
/// In: the read or the mapping, the checksum, the garbage. Out: opening the file, decoding frames.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SegmentReadBenchmark {

    private static final int SEGMENT_BYTES = 64 << 20;
    private static final int READ_BYTES = 256 << 10;
    private static final int READS = SEGMENT_BYTES / READ_BYTES;
    private static final int PAYLOAD_BYTES = 1024;

    /// `check` looks at the bytes where they are. `arrays` hands each KiB on in an array, as validation, Parquet and
    /// protobuf want it: bytes off the heap are copied into one that is used again.
    @Param({"check", "arrays"})
    private String use = "";

    private final CRC32C checksum = new CRC32C();
    private final byte[] used = new byte[READ_BYTES];
    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(READ_BYTES);
    private boolean arrays;
    private Path path = Path.of("");
    private @Nullable FileChannel channel;

    /// Writes the file, which leaves it in the page cache.
    @Setup(Level.Trial)
    public void writeSegment() throws IOException {
        arrays = use.equals("arrays");
        path = Files.createTempFile("segment", ".wal");
        byte[] bytes = new byte[SEGMENT_BYTES];
        new SplittableRandom(1).nextBytes(bytes);
        Files.write(path, bytes);
        channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /// Removes it.
    @TearDown(Level.Trial)
    public void removeSegment() throws IOException {
        channel().close();
        Files.delete(path);
    }

    /// What the log does.
    @Benchmark
    @OperationsPerInvocation(READS)
    public long newArray() throws IOException {
        long sum = 0;
        for (int at = 0; at < SEGMENT_BYTES; at += READ_BYTES) {
            sum += take(read(ByteBuffer.wrap(new byte[READ_BYTES]), at));
        }
        return sum;
    }

    /// Possible only when nobody keeps what was read.
    @Benchmark
    @OperationsPerInvocation(READS)
    public long usedArray() throws IOException {
        long sum = 0;
        for (int at = 0; at < SEGMENT_BYTES; at += READ_BYTES) {
            sum += take(read(ByteBuffer.wrap(used), at));
        }
        return sum;
    }

    /// The same off the heap.
    @Benchmark
    @OperationsPerInvocation(READS)
    public long directBuffer() throws IOException {
        long sum = 0;
        for (int at = 0; at < SEGMENT_BYTES; at += READ_BYTES) {
            sum += take(read(direct.clear(), at));
        }
        return sum;
    }

    /// No read at all: the segment is mapped once, and unmapped when it was read.
    @Benchmark
    @OperationsPerInvocation(READS)
    public long mapping() throws IOException {
        long sum = 0;
        try (Arena arena = Arena.ofConfined()) {
            ByteBuffer segment = channel()
                    .map(FileChannel.MapMode.READ_ONLY, 0, SEGMENT_BYTES, arena)
                    .asByteBuffer();
            for (int at = 0; at < SEGMENT_BYTES; at += READ_BYTES) {
                sum += take(segment.slice(at, READ_BYTES));
            }
        }
        return sum;
    }

    private FileChannel channel() {
        return Objects.requireNonNull(channel, "not set up");
    }

    private ByteBuffer read(ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining()) {
            channel().read(into, at + into.position());
        }
        return into.flip();
    }

    private long take(ByteBuffer bytes) {
        checksum.reset();
        checksum.update(bytes.duplicate());
        long sum = checksum.getValue();
        if (arrays) {
            for (int at = 0; at < READ_BYTES; at += PAYLOAD_BYTES) {
                sum += payload(bytes, at);
            }
        }
        return sum;
    }

    private int payload(ByteBuffer bytes, int at) {
        if (bytes.hasArray()) {
            return bytes.array()[bytes.arrayOffset() + at];
        }
        bytes.get(at, payload);
        return payload[0];
    }
}
