package io.ttdust.bootstrap.offline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ttdust.adapters.wal.file.DiskFiles;
import io.ttdust.adapters.wal.inspection.LogInspection;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.record.LoggedBatch;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.record.RecordAttributes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ttdust log dump`.
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = "Prints the records in the log, one line of JSON each, in the order in which they became durable;"
                + " payloads as they came. Records that lie only in data files are not in the log.")
final class DumpCommand implements Callable<Integer> {

    private static final JsonFactory JSON = new JsonFactory();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private LogDirectory log = new LogDirectory();

    @Option(names = "--stream", paramLabel = "ID", description = "Only records of this stream (str_...).")
    private @Nullable String stream;

    @Option(names = "--partition", paramLabel = "N", description = "Only records of this partition.")
    private @Nullable Integer partition;

    @Option(
            names = "--from",
            paramLabel = "OFFSET",
            defaultValue = "0",
            description = "Only records from this offset on. Default: ${DEFAULT-VALUE}.")
    private long from;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "9223372036854775807",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "At most so many records. Default: all.")
    private long limit;

    private long printed;

    @Override
    public Integer call() throws IOException {
        StreamId only = onlyStream();
        PrintWriter out = spec.commandLine().getOut();
        LogInspection inspection = LogInspection.ofRecords(DiskFiles.readOnly(log.path()), (batch, lsn) -> {
            if ((only == null || batch.stream().equals(only))
                    && (partition == null || batch.partition() == partition)) {
                print(batch, lsn, out);
            }
        });
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        inspection.flaws().forEach(flaw -> err.println("ttdust: " + flaw.what()));
        return inspection.isDamaged() ? 1 : 0;
    }

    private @Nullable StreamId onlyStream() {
        if (stream == null) {
            return null;
        }
        try {
            return StreamId.parse(stream);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--stream takes the id of a stream (str_...), not its name: " + stream, e);
        }
    }

    private void print(LoggedBatch batch, long lsn, PrintWriter out) {
        int tag = batch.stream().tag();
        for (int i = 0; i < batch.records().size() && printed < limit; i++) {
            if (batch.firstOffset() + i >= from) {
                out.println(line(batch, i, lsn, tag));
                printed++;
            }
        }
    }

    private static String line(LoggedBatch batch, int index, long lsn, int tag) {
        long offset = batch.firstOffset() + index;
        RecordAttributes own = batch.records().attributes(index);
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField(
                    "record_id",
                    RecordId.of(tag, batch.partition(), offset, batch.receiveMicros())
                            .toString());
            json.writeStringField("stream_id", batch.stream().toString());
            json.writeNumberField("partition", batch.partition());
            json.writeNumberField("sequence_number", offset);
            json.writeStringField(
                    "ingested_at", Micros.instant(batch.receiveMicros()).toString());
            json.writeNumberField("lsn", lsn);
            json.writeNumberField("schema_version", batch.schemaVersion());
            writeAttributes(json, own);
            json.writeFieldName("payload");
            json.writeRawValue(StandardCharsets.UTF_8
                    .decode(batch.records().payload(index))
                    .toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory", e);
        }
        return line.toString();
    }

    private static void writeAttributes(JsonGenerator json, RecordAttributes own) throws IOException {
        if (own.partitionKey() != null) {
            json.writeStringField("partition_key", own.partitionKey());
        }
        if (own.idempotencyKey() != null) {
            json.writeStringField("idempotency_key", own.idempotencyKey());
        }
        if (own.eventTimeMicros() != RecordAttributes.NO_EVENT_TIME) {
            json.writeStringField(
                    "event_time", Micros.instant(own.eventTimeMicros()).toString());
        }
        if (!own.metadata().isEmpty()) {
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> pair : new TreeMap<>(own.metadata()).entrySet()) {
                json.writeStringField(pair.getKey(), pair.getValue());
            }
            json.writeEndObject();
        }
    }
}
