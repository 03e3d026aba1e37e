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
import io.ttdust.proto.ingestion.v1.IngestRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// Decodes one `IngestRequest` in place: the payload stays where it lies in the message. Used once, by one thread.
///
/// As with [FrameReader], a message costs few objects whatever it claims to hold, and one that cannot be read is a
/// record with a problem and not the end of its call. `RecordReaderTest` holds it to the generated parser's
/// reading.
final class RecordReader {

    private static final int STREAM_ID = IngestRequest.STREAM_ID_FIELD_NUMBER << 3 | BYTES;
    private static final int SCHEMA_ID = IngestRequest.SCHEMA_ID_FIELD_NUMBER << 3 | BYTES;
    private static final int PAYLOAD = IngestRequest.PAYLOAD_FIELD_NUMBER << 3 | BYTES;
    private static final int IDEMPOTENCY_KEY = IngestRequest.IDEMPOTENCY_KEY_FIELD_NUMBER << 3 | BYTES;
    private static final int METADATA = IngestRequest.METADATA_FIELD_NUMBER << 3 | BYTES;
    private static final int PARTITION_KEY = IngestRequest.PARTITION_KEY_FIELD_NUMBER << 3 | BYTES;
    private static final int EVENT_TIME = IngestRequest.EVENT_TIME_UNIX_MICROS_FIELD_NUMBER << 3 | VARINT;

    private RecordReader() {}

    /// Reads `message`, which nobody may change afterwards.
    ///
    /// @param account of which the message's length is taken; what the record does not hold on to is given back
    static IncomingRecord read(byte[] message, CallBytes account) {
        Problem problem;
        try {
            IncomingRecord record = readRecord(message);
            problem = record.problem();
            if (problem == null) {
                // Few enough that they may be paid for after the fact.
                int more = record.bytes() - message.length;
                if (more == 0 || account.tryTake(more)) {
                    return record;
                }
                problem = MessageBudget.overloaded();
            }
        } catch (IOException e) {
            problem =
                    Problem.of(ErrorCode.INVALID_REQUEST, "the message is not a record: %s".formatted(e.getMessage()));
        }
        account.giveBack(message.length);
        return IncomingRecord.refused(problem);
    }

    private static IncomingRecord readRecord(byte[] message) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        String stream = "";
        String schema = "";
        int start = 0;
        int end = 0;
        String key = null;
        String partitionKey = null;
        Map<String, String> metadata = Map.of();
        long eventTime = RecordAttributes.NO_EVENT_TIME;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case STREAM_ID -> stream = in.readStringRequireUtf8();
                case SCHEMA_ID -> schema = in.readStringRequireUtf8();
                case PAYLOAD -> {
                    int length = in.readRawVarint32();
                    start = in.getTotalBytesRead();
                    in.skipRawBytes(length);
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
        boolean plain = key == null
                && partitionKey == null
                && metadata.isEmpty()
                && eventTime == RecordAttributes.NO_EVENT_TIME;
        return new IncomingRecord(
                stream,
                schema,
                ByteBuffer.wrap(message, start, end - start),
                plain ? RecordAttributes.NONE : new RecordAttributes(key, partitionKey, metadata, eventTime),
                message.length + (plain ? 0 : WireFields.ATTRIBUTES_BYTES + metadata.size() * WireFields.PAIR_BYTES),
                stream.isEmpty() ? Problems.missingStream() : null);
    }
}
