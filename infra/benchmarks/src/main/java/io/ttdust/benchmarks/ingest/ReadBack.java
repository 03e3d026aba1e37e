package io.ttdust.benchmarks.ingest;

import com.google.protobuf.ByteString;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Reads a whole stream through the query API, page by page, and holds each record against what was sent.
///
/// Offsets must be dense from 0 and payloads byte-equal to an event of the generator, which is found by the
/// number in the event's `user_id`.
final class ReadBack implements Callable<Long> {

    private static final int PAGE = 10_000;
    private static final long PAGE_SECONDS = 30;
    private static final int NUMBER_AT = "{\"user_id\":\"user-".length();

    private final Target.Stream stream;
    private final List<byte[]> events;
    private final long fromMicros;
    private final long toMicros;
    private long read;

    /// @param events the generator's, by number
    ReadBack(Target.Stream stream, List<byte[]> events, long fromMicros, long toMicros) {
        this.stream = stream;
        this.events = events;
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
    }

    /// How many records there are.
    ///
    /// @throws FailedRunException if one is not as it should be
    @Override
    public Long call() {
        TimeRangeQueryRequest.Builder request = TimeRangeQueryRequest.newBuilder()
                .setStreamId(stream.id())
                .setStartTimeUnixMicros(fromMicros)
                .setEndTimeUnixMicros(toMicros)
                .setLimit(PAGE);
        boolean more = true;
        while (more) {
            TimeRangeQueryResponse page = stream.query()
                    .withDeadlineAfter(PAGE_SECONDS, TimeUnit.SECONDS)
                    .queryTimeRange(request.build());
            page.getRecordsList().forEach(this::check);
            more = page.hasNextCursor();
            if (more) {
                request.setCursor(page.getNextCursor());
            }
        }
        return read;
    }

    private void check(Record record) {
        if (record.getSequenceNumber() != read) {
            throw new FailedRunException("record %d of stream %s has sequence number %d"
                    .formatted(read, stream.id(), record.getSequenceNumber()));
        }
        ByteString payload = record.getPayload();
        int number = number(payload);
        if (number >= events.size() || !payload.asReadOnlyByteBuffer().equals(ByteBuffer.wrap(events.get(number)))) {
            throw new FailedRunException(
                    "record %s is not what was sent: %s".formatted(record.getRecordId(), payload.toStringUtf8()));
        }
        read++;
    }

    private static int number(ByteString payload) {
        int number = 0;
        int at = NUMBER_AT;
        while (at < payload.size() && Character.isDigit(payload.byteAt(at)) && number < Integer.MAX_VALUE / 16) {
            number = number * 10 + payload.byteAt(at++) - '0';
        }
        return number;
    }
}
