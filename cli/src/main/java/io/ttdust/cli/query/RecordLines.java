package io.ttdust.cli.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import io.ttdust.cli.console.CommandException;
import io.ttdust.proto.query.v1.Record;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/// Writes records as lines. A line end within a payload can only be white space between its tokens, and becomes a
/// space; every other byte is as it was received. For one thread.
final class RecordLines {

    private static final int BUFFER = 1 << 16;
    private static final JsonFactory JSON = new JsonFactory();

    /// Whoever reads has had enough.
    static final class ReaderGoneException extends Exception {

        private static final long serialVersionUID = 1L;

        ReaderGoneException(Throwable cause) {
            super(cause);
        }
    }

    private final OutputStream out;
    private final boolean full;

    RecordLines(OutputStream out, boolean full) {
        this.out = new BufferedOutputStream(out, BUFFER);
        this.full = full;
    }

    /// Writes one line.
    void add(Record record) throws ReaderGoneException {
        byte[] payload = onOneLine(record.getPayload());
        try {
            if (full) {
                out.write(envelope(record));
                out.write(payload);
                out.write('}');
            } else {
                out.write(payload);
            }
            out.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Hands everything over to whoever reads.
    void flush() throws ReaderGoneException {
        try {
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// A time in RFC 3339.
    static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static ReaderGoneException failure(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        if (message.contains("Broken pipe") || message.contains("Stream closed")) {
            return new ReaderGoneException(problem);
        }
        throw new CommandException("cannot write the records: " + problem, problem);
    }

    private static byte[] onOneLine(ByteString payload) {
        byte[] bytes = payload.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        return bytes;
    }

    /// All but the payload's value and the last brace.
    private static byte[] envelope(Record record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes).disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)) {
            json.writeStartObject();
            json.writeStringField("record_id", record.getRecordId());
            json.writeNumberField("partition", record.getPartition());
            json.writeNumberField("sequence_number", record.getSequenceNumber());
            json.writeStringField("ingested_at", time(record.getTimestampUnixMicros()));
            json.writeNumberField("schema_version", record.getSchemaVersion());
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> pair : new TreeMap<>(record.getMetadataMap()).entrySet()) {
                json.writeStringField(pair.getKey(), pair.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        bytes.writeBytes(",\"payload\":".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}
