package io.ttdust.cli.query;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.ttdust.proto.query.v1.KeyLookupRequest;
import io.ttdust.proto.query.v1.KeyLookupResponse;
import io.ttdust.proto.query.v1.QueryMetadata;
import io.ttdust.proto.query.v1.QueryServiceGrpc.QueryServiceImplBase;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.util.ArrayList;
import java.util.List;

/// Records in memory, given out three a page. There is every stream but `absent`.
public final class FakeQuery extends QueryServiceImplBase {

    private static final int PAGE = 3;

    private final List<Record> records = new ArrayList<>();
    private final List<TimeRangeQueryRequest> asked = new ArrayList<>();

    /// Adds a record received at that time.
    public synchronized void add(long micros, String payload) {
        records.add(Record.newBuilder()
                .setRecordId("rec_" + records.size())
                .setSequenceNumber(records.size())
                .setTimestampUnixMicros(micros)
                .setSchemaVersion(1)
                .putMetadata("origin", "test")
                .setPayload(ByteString.copyFromUtf8(payload))
                .build());
    }

    public synchronized List<TimeRangeQueryRequest> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized void queryTimeRange(
            TimeRangeQueryRequest request, StreamObserver<TimeRangeQueryResponse> answers) {
        asked.add(request);
        if (request.getStreamId().equals("absent")) {
            answers.onError(
                    Status.NOT_FOUND.withDescription("there is no such stream").asRuntimeException());
            return;
        }
        List<Record> within = records.stream()
                .filter(record -> record.getTimestampUnixMicros() >= request.getStartTimeUnixMicros()
                        && record.getTimestampUnixMicros() <= request.getEndTimeUnixMicros())
                .toList();
        int from = request.hasCursor() ? Integer.parseInt(request.getCursor()) : 0;
        int to = Math.min(within.size(), from + Math.min(PAGE, request.getLimit()));
        TimeRangeQueryResponse.Builder page = TimeRangeQueryResponse.newBuilder()
                .addAllRecords(within.subList(from, to))
                .setMetadata(QueryMetadata.newBuilder()
                        .setTotalRecordsScanned(to - from)
                        .setPartitionsScanned(1)
                        .setCompleteThroughUnixMicros(request.getEndTimeUnixMicros()));
        if (to < within.size()) {
            page.setNextCursor(Integer.toString(to));
        }
        answers.onNext(page.build());
        answers.onCompleted();
    }

    @Override
    public synchronized void lookupByKey(KeyLookupRequest request, StreamObserver<KeyLookupResponse> answers) {
        KeyLookupResponse.Builder answer = KeyLookupResponse.newBuilder();
        records.stream()
                .filter(record -> record.getRecordId().equals(request.getKeyValue()))
                .findFirst()
                .ifPresent(record -> answer.setFound(true).setRecord(record));
        answers.onNext(answer.build());
        answers.onCompleted();
    }
}
