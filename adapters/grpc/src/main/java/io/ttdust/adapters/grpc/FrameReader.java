package io.ttdust.adapters.grpc;

import static io.ttdust.adapters.grpc.WireFields.BYTES;
import static io.ttdust.adapters.grpc.WireFields.VARINT;

import com.google.protobuf.CodedInputStream;
import io.ttdust.domain.problem.ErrorCode;
import io.ttdust.domain.problem.Problem;
import io.ttdust.domain.record.RecordAttributes;
import io.ttdust.domain.record.RecordBatch;
import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;
import io.ttdust.proto.ingestion.v1.RecordInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decodes one `IngestRecordsRequest` in place: payloads stay where they lie in the message, only their places are
/// noted. Used once, by one thread.
///
/// The generated parser would make several objects for every record before anyone can count them: a message of
/// 17 MiB can claim nine million empty records, half a gigabyte of objects. Here a record costs 8 bytes of
/// tables, and records beyond the limit nothing. `FrameReaderTest` holds it to the generated parser's reading.
final class FrameReader {

    private static final int FRAME_ID = IngestRecordsRequest.FRAME_ID_FIELD_NUMBER << 3 | VARINT;
    private static final int STREAM_ID = IngestRecordsRequest.STREAM_ID_FIELD_NUMBER << 3 | BYTES;
    private static final int RECORDS = IngestRecordsRequest.RECORDS_FIELD_NUMBER << 3 | BYTES;
    private static final int ATOMIC = IngestRecordsRequest.ATOMIC_FIELD_NUMBER << 3 | VARINT;
    private static final int PRODUCER_ID = IngestRecordsRequest.PRODUCER_ID_FIELD_NUMBER << 3 | BYTES;
    private static final int PRODUCER_EPOCH = IngestRecordsRequest.PRODUCER_EPOCH_FIELD_NUMBER << 3 | VARINT;
    private static final int BASE_SEQUENCE = IngestRecordsRequest.BASE_SEQUENCE_FIELD_NUMBER << 3 | VARINT;
    private static final int WANT_RECORD_IDS = IngestRecordsRequest.WANT_RECORD_IDS_FIELD_NUMBER << 3 | VARINT;

    private static final int PAYLOAD = RecordInput.PAYLOAD_FIELD_NUMBER << 3 | BYTES;
    private static final int IDEMPOTENCY_KEY = RecordInput.IDEMPOTENCY_KEY_FIELD_NUMBER << 3 | BYTES;
    private static final int METADATA = RecordInput.METADATA_FIELD_NUMBER << 3 | BYTES;
    private static final int PARTITION_KEY = RecordInput.PARTITION_KEY_FIELD_NUMBER << 3 | BYTES;
    private static final int EVENT_TIME = RecordInput.EVENT_TIME_UNIX_MICROS_FIELD_NUMBER << 3 | VARINT;

    private final byte[] message;
    private final CodedInputStream in;
    private final int recordsMax;

    private long frameId;
    private String stream = "";
    private boolean recordIds;
    private @Nullable String unsupported;

    private int size;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private RecordAttributes @Nullable [] attributes;

    private FrameReader(byte[] message, int recordsMax) {
        this.message = message;
        this.in = CodedInputStream.newInstance(message);
        this.recordsMax = recordsMax;
    }

    /// Reads `message`, which nobody may change afterwards. What is not a valid frame comes back as one with a
    /// problem, since the call can go on after it.
    static IncomingFrame read(byte[] message, int recordsMax) {
        FrameReader reader = new FrameReader(message, recordsMax);
        try {
            reader.readFrame();
        } catch (IOException e) {
            return reader.frame(
                    Problem.of(ErrorCode.INVALID_REQUEST, "the message is not a frame: %s".formatted(e.getMessage())));
        }
        return reader.frame(reader.refusal());
    }

    private IncomingFrame frame(@Nullable Problem problem) {
        return new IncomingFrame(
                frameId,
                stream,
                problem == null ? batch() : IncomingFrame.NO_RECORDS,
                recordIds,
                message.length,
                problem);
    }

    private @Nullable Problem refusal() {
        if (unsupported != null) {
            return Problems.invalidField(unsupported, "unsupported", "is not supported; send the frame without it");
        }
        if (size > recordsMax) {
            return Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "%d records in one frame; send at most %d".formatted(size, recordsMax));
        }
        return stream.isEmpty() ? Problems.missingStream() : null;
    }

    private RecordBatch batch() {
        return RecordBatch.over(
                message,
                starts.length == size ? starts : Arrays.copyOf(starts, size),
                ends.length == size ? ends : Arrays.copyOf(ends, size),
                attributes == null ? null : Arrays.copyOf(attributes, size));
    }

    private void readFrame() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case FRAME_ID -> frameId = in.readUInt64();
                case STREAM_ID -> stream = in.readStringRequireUtf8();
                case RECORDS -> readRecord();
                case ATOMIC -> {
                    if (in.readBool()) {
                        unsupported = "atomic";
                    }
                }
                case PRODUCER_ID -> skip(tag, "producer_id");
                case PRODUCER_EPOCH -> skip(tag, "producer_epoch");
                case BASE_SEQUENCE -> skip(tag, "base_sequence");
                case WANT_RECORD_IDS -> recordIds = in.readBool();
                default -> WireFields.skip(in, tag);
            }
        }
    }

    private void skip(int tag, String name) throws IOException {
        unsupported = name;
        WireFields.skip(in, tag);
    }

    private void readRecord() throws IOException {
        int length = in.readRawVarint32();
        if (size >= recordsMax) {
            size++;
            in.skipRawBytes(length);
            return;
        }
        int outer = in.pushLimit(length);
        int start = 0;
        int end = 0;
        String key = null;
        String partitionKey = null;
        Map<String, String> metadata = Map.of();
        long eventTime = RecordAttributes.NO_EVENT_TIME;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case PAYLOAD -> {
                    int payload = in.readRawVarint32();
                    start = in.getTotalBytesRead();
                    in.skipRawBytes(payload);
                    end = in.getTotalBytesRead();
                }
                case IDEMPOTENCY_KEY -> key = in.readStringRequireUtf8();
                case METADATA -> {
                    metadata = metadata.isEmpty() ? new HashMap<>() : metadata;
                    WireFields.readPair(in, metadata);
                }
                case PARTITION_KEY -> partitionKey = in.readStringRequireUtf8();
                case EVENT_TIME -> eventTime = in.readInt64();
                default -> WireFields.skip(in, tag);
            }
        }
        in.checkLastTagWas(0);
        in.popLimit(outer);
        add(start, end);
        if (key != null || partitionKey != null || !metadata.isEmpty() || eventTime != RecordAttributes.NO_EVENT_TIME) {
            attributesToFill()[size - 1] = new RecordAttributes(key, partitionKey, metadata, eventTime);
        }
    }

    private void add(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        size++;
        if (attributes != null) {
            attributesToFill()[size - 1] = RecordAttributes.NONE;
        }
    }

    /// Has room for the records so far; those before the first with attributes have none.
    private RecordAttributes[] attributesToFill() {
        RecordAttributes[] filled = attributes;
        if (filled == null) {
            filled = new RecordAttributes[starts.length];
            Arrays.fill(filled, 0, size, RecordAttributes.NONE);
            attributes = filled;
        } else if (filled.length < size) {
            filled = Arrays.copyOf(filled, starts.length);
            attributes = filled;
        }
        return filled;
    }
}
