package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.FrameClient.frame;
import static io.ttdust.adapters.grpc.FrameClient.frameTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.RecordInput;
import io.ttdust.proto.query.v1.KeyLookupRequest;
import io.ttdust.proto.query.v1.KeyLookupResponse;
import io.ttdust.proto.query.v1.QueryServiceGrpc;
import io.ttdust.proto.query.v1.QueryServiceGrpc.QueryServiceBlockingStub;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class QueryEndpointTest {

    private static final long WEEK = TimeUnit.DAYS.toMicros(7);

    private final LocalNode node = LocalNode.start();
    private final FrameClient client = new FrameClient(node.channel());
    private final QueryServiceBlockingStub queries = QueryServiceGrpc.newBlockingStub(node.channel());

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void pagesHoldEveryRecordOnceInOrder() throws Exception {
        for (int i = 0; i < 50; i++) {
            client.ask(frame(i, "a" + i, "b" + i, "c" + i));
        }

        List<Record> read = new ArrayList<>();
        TimeRangeQueryRequest request = lately().setLimit(7).build();
        TimeRangeQueryResponse page = queries.queryTimeRange(request);
        while (page.hasNextCursor()) {
            assertThat(page.getRecordsCount()).isEqualTo(7);
            read.addAll(page.getRecordsList());
            page = queries.queryTimeRange(
                    request.toBuilder().setCursor(page.getNextCursor()).build());
        }
        read.addAll(page.getRecordsList());

        assertThat(read)
                .hasSize(150)
                .isSortedAccordingTo((a, b) -> Long.compare(a.getSequenceNumber(), b.getSequenceNumber()));
        assertThat(read).extracting(Record::getSequenceNumber).doesNotHaveDuplicates();
        assertThat(read.get(4).getPayload().toStringUtf8()).isEqualTo("b1");
    }

    @Test
    void aRecordComesBackAsItWasSentAndSoDoesItsMetadata() throws Exception {
        ByteString payload = ByteString.copyFrom(new byte[] {'{', '}', 0, -1});
        long micros = client.ask(IngestRecordsRequest.newBuilder()
                        .setStreamId("clicks")
                        .addRecords(RecordInput.newBuilder().setPayload(payload).putMetadata("origin", "web"))
                        .build())
                .getTimestampUnixMicros();

        TimeRangeQueryResponse page =
                queries.queryTimeRange(between(micros, micros).build());

        Record record = page.getRecords(0);
        assertThat(record.getStreamId()).isEqualTo(LocalNode.CLICKS.toString());
        assertThat(record.getRecordId()).startsWith("rec_");
        assertThat(record.getTimestampUnixMicros()).isEqualTo(micros);
        assertThat(record.getPayload()).isEqualTo(payload);
        assertThat(record.getMetadataMap()).containsExactlyEntriesOf(Map.of("origin", "web"));
        assertThat(record.getSchemaVersion()).isEqualTo(1);
        assertThat(page.getMetadata().getTotalRecordsScanned()).isEqualTo(1);
        assertThat(page.getMetadata().getPartitionsScanned()).isEqualTo(1);
        assertThat(page.getMetadata().getCompleteThroughUnixMicros()).isGreaterThanOrEqualTo(micros);
        assertThat(page.getMetadata().getExecutionTimeMicros()).isPositive();
    }

    @Test
    void aRecordIsFoundByItsId() throws Exception {
        String id = client.ask(frameTo("clicks", 1, "a").setWantRecordIds(true).build())
                .getRecordIds(0);

        KeyLookupResponse found = queries.lookupByKey(byId("clicks", id).build());
        long micros = found.getRecord().getTimestampUnixMicros();

        assertThat(found.getFound()).isTrue();
        assertThat(found.getRecord().getPayload().toStringUtf8()).isEqualTo("a");
        assertThat(queries.lookupByKey(byId("orders", id).build()).getFound()).isFalse();
        assertThat(queries.lookupByKey(byId("orders", id).build()).hasRecord()).isFalse();
        assertThat(queries.lookupByKey(byId("clicks", id)
                                .setStartTimeUnixMicros(micros)
                                .setEndTimeUnixMicros(micros)
                                .build())
                        .getFound())
                .isTrue();
        assertThat(queries.lookupByKey(byId("clicks", id)
                                .setStartTimeUnixMicros(micros + 1)
                                .build())
                        .getFound())
                .isFalse();
    }

    static Stream<Arguments> badQueries() {
        return Stream.of(
                Arguments.of("stream_id", lately().setStreamId("").build()),
                Arguments.of("limit", lately().setLimit(0).build()),
                Arguments.of("limit", lately().setLimit(10_001).build()),
                Arguments.of("start_time_unix_micros", between(0, 0).build()),
                Arguments.of("end_time_unix_micros", between(2, 1).build()),
                Arguments.of("end_time_unix_micros", between(1, 2 + WEEK).build()),
                Arguments.of(
                        "end_time_unix_micros",
                        between(Long.MIN_VALUE, Long.MAX_VALUE).build()));
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    void aQueryThatCannotBeHonouredNamesTheField(String field, TimeRangeQueryRequest query) throws Exception {
        StatusRuntimeException refused = refused(query);

        assertThat(refused.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
        assertThat(detail(refused, ErrorInfo.class).getReason()).isEqualTo("INVALID_REQUEST");
        assertThat(detail(refused, ErrorInfo.class).getDomain()).isEqualTo("ttdust");
        assertThat(detail(refused, BadRequest.class).getFieldViolations(0).getField())
                .isEqualTo(field);
    }

    @Test
    void aWholeWeekAndTheEndOfTimeAreAllowed() {
        assertThat(queries.queryTimeRange(between(1, 1 + WEEK).build()).getRecordsCount())
                .isZero();
        assertThat(queries.queryTimeRange(
                                between(Long.MAX_VALUE, Long.MAX_VALUE).build())
                        .getRecordsCount())
                .isZero();
    }

    @Test
    @Tag("B13")
    void aForgedCursorIsRefused() throws Exception {
        client.ask(frame(1, "a", "b"));
        String cursor = queries.queryTimeRange(lately().setLimit(1).build()).getNextCursor();
        char last = cursor.charAt(20) == 'A' ? 'B' : 'A';
        String forged = cursor.substring(0, 20) + last + cursor.substring(21);

        assertThat(refused(lately().setCursor(forged).build()).getStatus().getCode())
                .isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
        assertThat(refused(lately().setCursor("x".repeat(10_000)).build())
                        .getStatus()
                        .getCode())
                .isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
        assertThat(refused(lately().setStreamId("orders").setCursor(cursor).build())
                        .getStatus()
                        .getCode())
                .isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aStreamThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> queries.lookupByKey(byId("nowhere", "rec_019b76da-a800-7000-8000-000000000000")
                        .build()))
                .hasMessageStartingWith("NOT_FOUND");
    }

    @Test
    void aLookUpByAnotherFieldOrOfNoIdIsRefused() {
        assertThatThrownBy(() -> queries.lookupByKey(
                        byId("clicks", "x").setKeyField("user").build()))
                .hasMessage("INVALID_ARGUMENT: key_field must be '_record_id'; other fields are not indexed");
        assertThatThrownBy(() -> queries.lookupByKey(byId("clicks", "x").build()))
                .hasMessageStartingWith("INVALID_ARGUMENT: key_value is not a record id");
    }

    @Test
    @Tag("F20")
    void storageThatIsAwaySaysWhenToComeBack() throws Exception {
        node.streams.goAway();

        StatusRuntimeException refused = refused(lately().build());

        assertThat(refused.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
        assertThat(detail(refused, ErrorInfo.class).getReason()).isEqualTo("STORAGE_UNAVAILABLE");
        assertThat(detail(refused, RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(1);
    }

    private StatusRuntimeException refused(TimeRangeQueryRequest query) {
        try {
            queries.queryTimeRange(query);
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("was answered: " + query);
    }

    private static <T extends com.google.protobuf.Message> T detail(StatusRuntimeException status, Class<T> type)
            throws InvalidProtocolBufferException {
        com.google.rpc.Status rich = Objects.requireNonNull(StatusProto.fromThrowable(status));
        for (Any detail : rich.getDetailsList()) {
            if (detail.is(type)) {
                return detail.unpack(type);
            }
        }
        throw new AssertionError("no %s in %s".formatted(type, rich));
    }

    private static TimeRangeQueryRequest.Builder lately() {
        long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        return between(now - TimeUnit.HOURS.toMicros(1), now + TimeUnit.HOURS.toMicros(1));
    }

    private static TimeRangeQueryRequest.Builder between(long start, long end) {
        return TimeRangeQueryRequest.newBuilder()
                .setStreamId("clicks")
                .setStartTimeUnixMicros(start)
                .setEndTimeUnixMicros(end);
    }

    private static KeyLookupRequest.Builder byId(String stream, String id) {
        return KeyLookupRequest.newBuilder()
                .setStreamId(stream)
                .setKeyField("_record_id")
                .setKeyValue(id);
    }
}
