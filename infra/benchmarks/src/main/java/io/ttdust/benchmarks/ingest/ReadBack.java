package io.ttdust.benchmarks.ingest;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Reads a whole stream through the query API, page by page, and checks every record.
final class ReadBack implements Callable<Long> {

    private static final int PAGE = 10_000;
    private static final long PAGE_SECONDS = 30;
    private static final MethodDescriptor<TimeRangeQueryRequest, byte[]> QUERY =
            QueryServiceGrpc.getQueryTimeRangeMethod().toBuilder(
                            QueryServiceGrpc.getQueryTimeRangeMethod().getRequestMarshaller(), new BytesMarshaller())
                    .build();

    private final Target.Stream stream;
    private final PageCheck check;
    private final long fromMicros;
    private final long toMicros;

    /// @param events the generator's, by number
    ReadBack(Target.Stream stream, List<byte[]> events, long fromMicros, long toMicros) {
        this.stream = stream;
        this.check = new PageCheck(stream.id(), events);
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
    }

    /// How many records there are.
    ///
    /// @throws FailedRunException if one is not as it should be
    @Override
    public Long call() throws IOException {
        TimeRangeQueryRequest.Builder request = TimeRangeQueryRequest.newBuilder()
                .setStreamId(stream.id())
                .setStartTimeUnixMicros(fromMicros)
                .setEndTimeUnixMicros(toMicros)
                .setLimit(PAGE);
        String cursor = check.check(page(request));
        while (cursor != null) {
            cursor = check.check(page(request.setCursor(cursor)));
        }
        return check.read();
    }

    private byte[] page(TimeRangeQueryRequest.Builder request) {
        return ClientCalls.blockingUnaryCall(
                stream.withKey(),
                QUERY,
                CallOptions.DEFAULT.withDeadlineAfter(PAGE_SECONDS, TimeUnit.SECONDS),
                request.build());
    }
}
