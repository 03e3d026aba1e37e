package io.ttdust.adapters.grpc.ingestion;

import static io.ttdust.adapters.grpc.ingestion.WireFields.BYTES;
import static io.ttdust.adapters.grpc.ingestion.WireFields.VARINT;

import com.google.protobuf.CodedInputStream;
import io.ttdust.adapters.grpc.call.CallBytes;
import io.ttdust.adapters.grpc.call.MessageBudget;
import io.ttdust.adapters.grpc.call.Problems;
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
/// tables, and records beyond the limit nothing; what attributes cost beside the message, up to eight times its
/// length, is taken from the call's account before it is made. `FrameReaderTest` holds it to the generated
/// parser's reading.
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

    /// What is taken from the account at a time.
    private static final int PAYMENT_BYTES = 16 << 10;

    private final byte[] message;
    private final CodedInputStream in;
    private final int recordsMax;
    private final CallBytes account;

    /// Taken beside the message's length, and how much of that is still to be used up.
    private int paid;

    private int credit;
    private boolean overloaded;

    private long frameId;
    private String stream = "";
    private boolean atomic;
    private boolean recordIds;
    private @Nullable String unsupported;

    private int size;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private RecordAttributes @Nullable [] attributes;

    private FrameReader(byte[] message, int recordsMax, CallBytes account) {
        this.message = message;
        this.account = account;
        this.in = CodedInputStream.newInstance(message);
        this.recordsMax = recordsMax;
    }

    /// Reads `message`, which nobody may change afterwards. What is not a valid frame comes back as one with a
    /// problem, since the call can go on after it.
    ///
    /// @param account of which the message's length is taken; what the frame does not hold on to is given back
    static IncomingFrame read(byte[] message, int recordsMax, CallBytes account) {
        FrameReader reader = new FrameReader(message, recordsMax, account);
        try {
            reader.readFrame();
        } catch (IOException e) {
            return reader.frame(
                    Problem.of(ErrorCode.INVALID_REQUEST, "the message is not a frame: %s".formatted(e.getMessage())));
        }
        return reader.frame(reader.refusal());
    }

    /// The id of a frame of which only the first bytes are known: 0 if it does not stand among them.
    static long frameIdOf(byte[] start) {
        CodedInputStream in = CodedInputStream.newInstance(start);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == FRAME_ID) {
                    return in.readUInt64();
                }
                WireFields.skip(in, tag);
            }
        } catch (IOException e) {
            // The rest of the message is not there.
        }
        return 0;
    }

    private IncomingFrame frame(@Nullable Problem problem) {
        int taken = message.length + paid;
        if (problem != null) {
            account.giveBack(taken);
            return IncomingFrame.refused(frameId, problem);
        }
        return new IncomingFrame(frameId, stream, batch(), atomic, recordIds, taken, null);
    }

    private @Nullable Problem refusal() {
        if (overloaded) {
            return MessageBudget.overloaded();
        }
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
                case ATOMIC -> atomic = in.readBool();
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
        if (size >= recordsMax || overloaded) {
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
                    pay(WireFields.PAIR_BYTES);
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
            pay(WireFields.ATTRIBUTES_BYTES);
            attributesToFill()[size - 1] = new RecordAttributes(key, partitionKey, metadata, eventTime);
        }
    }

    /// Accounts for memory that is taken beside the message; without room for it the frame is lost.
    private void pay(int bytes) {
        credit -= bytes;
        if (credit < 0 && !overloaded) {
            overloaded = !account.tryTake(PAYMENT_BYTES);
            if (!overloaded) {
                credit += PAYMENT_BYTES;
                paid += PAYMENT_BYTES;
            }
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
