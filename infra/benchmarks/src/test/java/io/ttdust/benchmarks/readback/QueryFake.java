package io.ttdust.benchmarks.readback;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A server in memory that gives the records of one stream back in pages of three.
final class QueryFake extends QueryServiceGrpc.QueryServiceImplBase implements AutoCloseable {

    private static final int PAGE = 3;

    private final List<Record> records = new ArrayList<>();
    private final Server server;
    private final ManagedChannel channel;

    QueryFake() {
        String name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).build();
    }

    ManagedChannel channel() {
        return channel;
    }

    /// What is given back, in this order.
    List<Record> records() {
        return records;
    }

    @Override
    public void queryTimeRange(TimeRangeQueryRequest request, StreamObserver<TimeRangeQueryResponse> client) {
        List<Record> within = records.stream()
                .filter(record -> record.getTimestampUnixMicros() >= request.getStartTimeUnixMicros()
                        && record.getTimestampUnixMicros() <= request.getEndTimeUnixMicros())
                .toList();
        int from = request.hasCursor() ? Integer.parseInt(request.getCursor()) : 0;
        int to = Math.min(within.size(), from + PAGE);
        TimeRangeQueryResponse.Builder page =
                TimeRangeQueryResponse.newBuilder().addAllRecords(within.subList(from, to));
        if (to < within.size()) {
            page.setNextCursor(Integer.toString(to));
        }
        client.onNext(page.build());
        client.onCompleted();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
