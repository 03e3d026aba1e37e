package io.ttdust.benchmarks.jmh;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ttdust.benchmarks.events.ClickEvents;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.RecordInput;
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

/// Decodes a frame of 1 KiB events from its bytes.
///
/// In: protobuf's parsing and its copy of every payload. Out: gRPC, HTTP/2 and the network.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageDecodingBenchmark {

    @Param({"1", "64", "1000"})
    private int recordsPerFrame;

    private byte[] message = {};

    /// Encodes the frame.
    @Setup
    public void encode() {
        IngestRecordsRequest.Builder frame =
                IngestRecordsRequest.newBuilder().setFrameId(1).setStreamId("clicks");
        for (byte[] event : ClickEvents.generate(1, recordsPerFrame)) {
            frame.addRecords(RecordInput.newBuilder().setPayload(ByteString.copyFrom(event)));
        }
        message = frame.build().toByteArray();
    }

    /// One frame.
    @Benchmark
    public IngestRecordsRequest decode() throws InvalidProtocolBufferException {
        return IngestRecordsRequest.parseFrom(message);
    }
}
