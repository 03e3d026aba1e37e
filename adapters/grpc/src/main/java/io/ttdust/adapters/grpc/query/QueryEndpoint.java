package io.ttdust.adapters.grpc.query;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.ttdust.adapters.grpc.access.Caller;
import io.ttdust.adapters.grpc.call.Problems;
import io.ttdust.adapters.grpc.call.UnaryAnswers;
import io.ttdust.application.query.CursorCodec;
import io.ttdust.application.query.LookupRecord;
import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.application.stream.FindStream;
import io.ttdust.application.stream.OpenStream;
import io.ttdust.domain.access.Permission;
import io.ttdust.domain.access.Principal;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.problem.Result;
import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.StreamRecord;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import io.ttdust.proto.query.v1.KeyLookupRequest;
import io.ttdust.proto.query.v1.KeyLookupResponse;
import io.ttdust.proto.query.v1.QueryMetadata;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// `QueryService`: every request runs on a virtual thread. Payloads are wrapped, not copied.
public final class QueryEndpoint extends QueryServiceGrpc.QueryServiceImplBase {

    private static final String RECORD_ID = "_record_id";

    /// The last time that has another one after it.
    private static final long TIME_MAX = Long.MAX_VALUE - 1;

    private final FindStream streams;
    private final QueryTimeRange queryTimeRange;
    private final LookupRecord lookupRecord;
    private final CursorCodec cursors;
    private final UnaryAnswers answers;

    public QueryEndpoint(
            FindStream streams,
            QueryTimeRange queryTimeRange,
            LookupRecord lookupRecord,
            CursorCodec cursors,
            Executor workers) {
        this.streams = streams;
        this.queryTimeRange = queryTimeRange;
        this.lookupRecord = lookupRecord;
        this.cursors = cursors;
        this.answers = new UnaryAnswers(workers, "answering a query");
    }

    @Override
    public void queryTimeRange(TimeRangeQueryRequest request, StreamObserver<TimeRangeQueryResponse> client) {
        Principal principal = Caller.current().principal();
        answers.answer(client, () -> find(principal, request.getStreamId()).then(stream -> query(stream, request)));
    }

    @Override
    public void lookupByKey(KeyLookupRequest request, StreamObserver<KeyLookupResponse> client) {
        Principal principal = Caller.current().principal();
        answers.answer(client, () -> find(principal, request.getStreamId()).then(stream -> lookUp(stream, request)));
    }

    private Result<StreamDefinition> find(Principal principal, String idOrName) {
        return idOrName.isEmpty()
                ? Result.refused(Problems.missingStream())
                : streams.find(principal, Permission.RECORDS_QUERY, idOrName)
                        .then((OpenStream stream) -> Result.ok(stream.definition()));
    }

    private Result<TimeRangeQueryResponse> query(StreamDefinition stream, TimeRangeQueryRequest request) {
        long started = System.nanoTime();
        int limit = request.hasLimit() ? request.getLimit() : QueryTimeRange.LIMIT_DEFAULT;
        if (limit < 1 || limit > QueryTimeRange.LIMIT_MAX) {
            return invalid("limit", "range", "must be 1 to %d: %d".formatted(QueryTimeRange.LIMIT_MAX, limit));
        }
        long start = request.getStartTimeUnixMicros();
        long end = request.getEndTimeUnixMicros();
        if (start == 0 && end == 0) {
            return invalid("start_time_unix_micros", "required", "and end_time_unix_micros are missing");
        }
        if (end < start) {
            return invalid("end_time_unix_micros", "range", "is before start_time_unix_micros");
        }
        if (end - start < 0 || end - start > QueryTimeRange.RANGE_MICROS_MAX) {
            return invalid(
                    "end_time_unix_micros", "range", "is more than 7 days after start_time_unix_micros; ask in parts");
        }
        TimeRange range = new TimeRange(Math.min(start, TIME_MAX), Math.min(end, TIME_MAX) + 1);
        return cursor(stream.id(), request)
                .then(after -> Result.ok(response(
                        stream.id(), queryTimeRange.query(stream, range, limit, after.orElse(null)), started)));
    }

    private Result<Optional<Cursor>> cursor(StreamId stream, TimeRangeQueryRequest request) {
        return request.getCursor().isEmpty()
                ? Result.ok(Optional.empty())
                : cursors.decode(stream, request.getCursor()).then(cursor -> Result.ok(Optional.of(cursor)));
    }

    private TimeRangeQueryResponse response(StreamId stream, Page page, long startedNanos) {
        String streamId = stream.toString();
        TimeRangeQueryResponse.Builder response = TimeRangeQueryResponse.newBuilder();
        for (StreamRecord record : page.records()) {
            response.addRecords(message(streamId, record));
        }
        Cursor next = page.next();
        if (next != null) {
            response.setNextCursor(cursors.encode(stream, next));
        }
        return response.setMetadata(QueryMetadata.newBuilder()
                        .setTotalRecordsScanned(page.recordsScanned())
                        .setPartitionsScanned(page.partitionsScanned())
                        .setFilesPruned(page.filesPruned())
                        .setExecutionTimeMicros(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedNanos))
                        .setCompleteThroughUnixMicros(page.completeThroughMicros()))
                .build();
    }

    private Result<KeyLookupResponse> lookUp(StreamDefinition stream, KeyLookupRequest request) {
        if (!request.getKeyField().equals(RECORD_ID)) {
            return invalid(
                    "key_field", "unsupported", "must be '%s'; other fields are not indexed".formatted(RECORD_ID));
        }
        RecordId id;
        try {
            id = RecordId.parse(request.getKeyValue());
        } catch (IllegalArgumentException e) {
            return invalid("key_value", "format", "is not a record id: " + e.getMessage());
        }
        Optional<StreamRecord> found =
                lookupRecord.byId(stream, id).filter(record -> isWithin(request, record.receiveMicros()));
        KeyLookupResponse.Builder response = KeyLookupResponse.newBuilder()
                .setFound(found.isPresent())
                .setSearchedFromUnixMicros(request.getStartTimeUnixMicros());
        found.ifPresent(record -> response.setRecord(message(stream.id().toString(), record)));
        return Result.ok(response.build());
    }

    private static boolean isWithin(KeyLookupRequest request, long micros) {
        return (!request.hasStartTimeUnixMicros() || request.getStartTimeUnixMicros() <= micros)
                && (!request.hasEndTimeUnixMicros() || micros <= request.getEndTimeUnixMicros());
    }

    private static Record message(String streamId, StreamRecord record) {
        ByteString payload = UnsafeByteOperations.unsafeWrap(record.payload());
        return Record.newBuilder()
                .setRecordId(record.id().toString())
                .setStreamId(streamId)
                .setSequenceNumber(record.offset())
                .setTimestampUnixMicros(record.receiveMicros())
                .setPayload(payload)
                .putAllMetadata(record.metadata())
                .setPartition(record.partition())
                .setSchemaVersion(record.schemaVersion())
                .build();
    }

    private static <T> Result<T> invalid(String field, String keyword, String message) {
        return Result.refused(Problems.invalidField(field, keyword, message));
    }
}
