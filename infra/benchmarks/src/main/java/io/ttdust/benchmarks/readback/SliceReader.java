package io.ttdust.benchmarks.readback;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Reads what one stream received within a span of time, page by page, into its check.
///
/// @param fromMicros Unix microseconds; both ends belong to the span
record SliceReader(Channel channel, String stream, long fromMicros, long toMicros, PageCheck check)
        implements Callable<PageCheck> {

    private static final int PAGE = 10_000;
    private static final long PAGE_SECONDS = 30;
    private static final MethodDescriptor<TimeRangeQueryRequest, byte[]> QUERY =
            QueryServiceGrpc.getQueryTimeRangeMethod().toBuilder(
                            QueryServiceGrpc.getQueryTimeRangeMethod().getRequestMarshaller(), new BytesMarshaller())
                    .build();

    @Override
    public PageCheck call() throws IOException {
        TimeRangeQueryRequest.Builder request = TimeRangeQueryRequest.newBuilder()
                .setStreamId(stream)
                .setStartTimeUnixMicros(fromMicros)
                .setEndTimeUnixMicros(toMicros)
                .setLimit(PAGE);
        String cursor = check.check(page(request));
        while (cursor != null) {
            cursor = check.check(page(request.setCursor(cursor)));
        }
        return check;
    }

    private byte[] page(TimeRangeQueryRequest.Builder request) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PAGE_SECONDS, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, QUERY, options, request.build());
    }
}
