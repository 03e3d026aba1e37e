package io.ttdust.application.ingest;

import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.problem.Violation;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bounds on one request and on each record of it.
///
/// @param recordBytesMax payload of one record
/// @param batchRecordsMax records of one request
/// @param batchBytesMax payload bytes of one request
public record IngestLimits(int recordBytesMax, int batchRecordsMax, int batchBytesMax) {

    public static final int KEY_BYTES_MAX = 256;
    public static final int METADATA_PAIRS_MAX = 64;
    public static final int METADATA_BYTES_MAX = 8 << 10;

    /// 1 MiB a record, 10 000 records and 16 MiB a request.
    public static final IngestLimits DEFAULT = new IngestLimits(1 << 20, 10_000, 16 << 20);

    /// Why the whole batch is too much, or null.
    @Nullable
    Problem checkBatch(RecordBatch batch) {
        if (batch.size() > batchRecordsMax) {
            return Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "%d records in one request; send at most %d".formatted(batch.size(), batchRecordsMax));
        }
        if (batch.payloadBytes() > batchBytesMax) {
            return Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "%d bytes in one request; send at most %d".formatted(batch.payloadBytes(), batchBytesMax));
        }
        return null;
    }

    /// Why record `index` is refused before anyone looks at its payload, or null.
    @Nullable
    Problem checkRecord(RecordBatch batch, int index) {
        int length = batch.length(index);
        if (length > recordBytesMax) {
            return Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the record has %d bytes; a record has at most %d".formatted(length, recordBytesMax),
                    List.of(new Violation("", "size", "has %d bytes of at most %d".formatted(length, recordBytesMax))));
        }
        return batch.hasAttributes() ? checkAttributes(batch.attributes(index)) : null;
    }

    private static @Nullable Problem checkAttributes(RecordAttributes own) {
        Problem key = checkKey("idempotency_key", own.idempotencyKey());
        if (key == null) {
            key = checkKey("partition_key", own.partitionKey());
        }
        return key != null ? key : checkMetadata(own.metadata());
    }

    private static @Nullable Problem checkKey(String what, @Nullable String key) {
        if (key == null || (!key.isEmpty() && fits(key.length(), KEY_BYTES_MAX))) {
            return null;
        }
        int bytes = utf8Length(key);
        return bytes > 0 && bytes <= KEY_BYTES_MAX
                ? null
                : invalid(what, "has %d bytes; 1 to %d are allowed".formatted(bytes, KEY_BYTES_MAX));
    }

    private static @Nullable Problem checkMetadata(Map<String, String> metadata) {
        if (metadata.size() > METADATA_PAIRS_MAX) {
            return invalid(
                    "metadata", "has %d pairs; at most %d are allowed".formatted(metadata.size(), METADATA_PAIRS_MAX));
        }
        long characters = 0;
        for (Map.Entry<String, String> pair : metadata.entrySet()) {
            characters += (long) pair.getKey().length() + pair.getValue().length();
        }
        if (fits(characters, METADATA_BYTES_MAX)) {
            return null;
        }
        int bytes = 0;
        for (Map.Entry<String, String> pair : metadata.entrySet()) {
            bytes += utf8Length(pair.getKey()) + utf8Length(pair.getValue());
        }
        return bytes <= METADATA_BYTES_MAX
                ? null
                : invalid("metadata", "has %d bytes; at most %d are allowed".formatted(bytes, METADATA_BYTES_MAX));
    }

    private static Problem invalid(String what, String message) {
        return Problem.of(
                ErrorCode.INVALID_REQUEST,
                what + " " + message,
                List.of(new Violation("", what, what + " " + message)));
    }

    /// Whether so many characters have at most `bytesMax` bytes for certain: none has more than three in UTF-8,
    /// so that most texts need not be encoded to be counted.
    private static boolean fits(long characters, int bytesMax) {
        return 3 * characters <= bytesMax;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
