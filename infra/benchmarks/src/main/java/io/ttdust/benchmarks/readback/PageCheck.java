package io.ttdust.benchmarks.readback;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.ttdust.benchmarks.report.FailedRunException;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds the pages of a slice of one stream against what was sent, straight from their bytes: making an object
/// of every record would cost the cores that the server works on more than the check itself.
///
/// Sequence numbers must be dense and payloads equal to an event of the generator, which is found by the
/// number in the event's `user_id`. For one thread.
final class PageCheck {

    private static final int NUMBER_AT = "{\"user_id\":\"user-".length();
    private static final int EVENT_NUMBER_MAX = 1_000_000;

    private final String stream;
    private final List<byte[]> events;
    private long first;
    private long read;

    /// @param events the generator's, by number
    PageCheck(String stream, List<byte[]> events) {
        this.stream = stream;
        this.events = events;
    }

    /// The sequence number after the last record, if the slice begins where the one before it ended.
    ///
    /// @param next the number its first record must have
    /// @throws FailedRunException if it has another
    long endAfter(long next) {
        if (read > 0 && first != next) {
            throw wrongNumber(next, first);
        }
        return next + read;
    }

    private FailedRunException wrongNumber(long expected, long found) {
        return new FailedRunException(
                "record %d of stream %s has sequence number %d".formatted(expected, stream, found));
    }

    /// Checks the next page, a serialized [TimeRangeQueryResponse].
    ///
    /// @return the cursor of the page after it; null after the last
    /// @throws FailedRunException if a record is not as it should be
    @Nullable
    String check(byte[] page) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(page);
        String cursor = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TimeRangeQueryResponse.RECORDS_FIELD_NUMBER -> {
                    int length = in.readRawVarint32();
                    checkRecord(in, page, in.getTotalBytesRead() + length);
                }
                case TimeRangeQueryResponse.NEXT_CURSOR_FIELD_NUMBER -> cursor = in.readString();
                default -> in.skipField(tag);
            }
        }
        return cursor;
    }

    private void checkRecord(CodedInputStream in, byte[] page, int end) throws IOException {
        long number = 0; // a field with its default value is left out
        int payload = end;
        int payloadEnd = end;
        while (in.getTotalBytesRead() < end) {
            int tag = in.readTag();
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Record.SEQUENCE_NUMBER_FIELD_NUMBER -> number = in.readInt64();
                case Record.PAYLOAD_FIELD_NUMBER -> {
                    int length = in.readRawVarint32();
                    payload = in.getTotalBytesRead();
                    payloadEnd = payload + length;
                    in.skipRawBytes(length);
                }
                default -> in.skipField(tag);
            }
        }
        if (read == 0) {
            first = number;
        } else if (number != first + read) {
            throw wrongNumber(first + read, number);
        }
        int event = eventNumber(page, payload, payloadEnd);
        if (event >= events.size() || !isEqual(events.get(event), page, payload, payloadEnd)) {
            throw new FailedRunException("record %d of stream %s is not what was sent: %s"
                    .formatted(read, stream, new String(page, payload, payloadEnd - payload, StandardCharsets.UTF_8)));
        }
        read++;
    }

    private static boolean isEqual(byte[] event, byte[] page, int from, int to) {
        return Arrays.equals(event, 0, event.length, page, from, to);
    }

    private static int eventNumber(byte[] page, int payload, int end) {
        int number = 0;
        for (int at = payload + NUMBER_AT; at < end && isDigit(page[at]) && number < EVENT_NUMBER_MAX; at++) {
            number = number * 10 + page[at] - '0';
        }
        return number;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
