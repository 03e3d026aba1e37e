package io.ttdust.bootstrap.offline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ttdust.adapters.wal.file.DiskFiles;
import io.ttdust.adapters.wal.inspection.LogFlaw;
import io.ttdust.adapters.wal.inspection.LogInspection;
import io.ttdust.adapters.wal.inspection.PartitionSummary;
import io.ttdust.adapters.wal.inspection.SegmentSummary;
import io.ttdust.adapters.wal.loss.Hole;
import io.ttdust.domain.record.Micros;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// What an inspection found, as text or as JSON.
///
/// @param note a line about how it was read; may be empty
record InspectionPage(LogInspection log, Path directory, String note) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String SEGMENT_LINE = "  %-24s  %-10s  %7s  %12s  %9s  %10s  %s%n";
    private static final String PARTITION_LINE = "  %-40s  %9s  %23s  %10s  %12s  %s%n";

    /// What `log` found in `directory`.
    static InspectionPage of(LogInspection log, Path directory) {
        boolean inUse = DiskFiles.isInUse(directory);
        return new InspectionPage(
                log, directory, inUse ? "A server uses this log: what it writes while this reads may look torn." : "");
    }

    /// 1 when the log is damaged.
    int exitCode() {
        return log.isDamaged() ? 1 : 0;
    }

    /// Everything.
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Log %s in %s%n".formatted(log.id(), directory));
        text.append("It starts at LSN %d and ends at LSN %d.%n%n".formatted(log.startLsn(), log.endLsn()));
        text.append(SEGMENT_LINE.formatted("Segment", "state", "session", "bytes", "commits", "records", "received"));
        for (SegmentSummary segment : log.segments()) {
            text.append(SEGMENT_LINE.formatted(
                    segment.name(),
                    word(segment.state()),
                    segment.session(),
                    segment.bytes(),
                    segment.commits(),
                    segment.records(),
                    span(segment.firstMicros(), segment.lastMicros())));
        }
        text.append(System.lineSeparator());
        text.append(PARTITION_LINE.formatted("Stream", "partition", "offsets", "records", "bytes", "received"));
        for (PartitionSummary partition : log.partitions()) {
            text.append(PARTITION_LINE.formatted(
                    partition.stream(),
                    partition.partition(),
                    "%d..%d".formatted(partition.firstOffset(), partition.endOffset() - 1),
                    partition.records(),
                    partition.bytes(),
                    span(partition.firstMicros(), partition.lastMicros())));
        }
        if (log.partitions().isEmpty()) {
            text.append("  (nothing: every record lies in data files)%n".formatted());
        }
        return text.append(System.lineSeparator()).append(flaws()).toString();
    }

    /// What was checked, and what is wrong.
    String verdict(double seconds) {
        long commits =
                log.segments().stream().mapToLong(SegmentSummary::commits).sum();
        long bytes = log.segments().stream().mapToLong(SegmentSummary::bytes).sum();
        return "Log %s in %s%n".formatted(log.id(), directory)
                + "%,d records in %,d commits, %,d bytes of files, in %.1f s.%n"
                        .formatted(records(), commits, bytes, seconds)
                + flaws();
    }

    private long records() {
        return log.segments().stream().mapToLong(SegmentSummary::records).sum();
    }

    private String flaws() {
        StringBuilder text = new StringBuilder();
        for (LogFlaw flaw : log.flaws()) {
            text.append("%s: %s%n".formatted(flaw.damage() ? "DAMAGED" : "Not proven", flaw.what()));
        }
        if (log.flaws().isEmpty()) {
            text.append("The log is whole.%n".formatted());
        } else if (log.isDamaged()) {
            text.append(("The log is damaged, and a server refuses to start on it. Keep all files as they are; if there"
                            + " is a copy of what is missing, put it in place.%n")
                    .formatted());
        } else {
            text.append("The log is whole up to an end that nobody was told of.%n".formatted());
        }
        for (Hole hole : log.losses().holes()) {
            text.append("Lost before: from LSN %d to %s (%s), written down %s.%n"
                    .formatted(
                            hole.fromLsn(),
                            hole.nextLsn() == 0 ? "where the next start goes on" : hole.nextLsn(),
                            word(hole.cause()),
                            time(hole.recordedMicros())));
        }
        return note.isEmpty()
                ? text.toString()
                : text.append(note).append(System.lineSeparator()).toString();
    }

    /// One object on one line.
    ///
    /// @param listed whether files and partitions are listed
    String json(boolean listed) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("log_id", log.id().toString());
            json.writeBooleanField("whole", !log.isDamaged());
            json.writeNumberField("start_lsn", log.startLsn());
            json.writeNumberField("end_lsn", log.endLsn());
            json.writeNumberField("records", records());
            if (listed) {
                writeSegments(json);
                writePartitions(json);
            }
            json.writeArrayFieldStart("flaws");
            for (LogFlaw flaw : log.flaws()) {
                json.writeStartObject();
                json.writeNumberField("lsn", flaw.lsn());
                json.writeBooleanField("damage", flaw.damage());
                json.writeStringField("what", flaw.what());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeLosses(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory", e);
        }
        return text.append(System.lineSeparator()).toString();
    }

    private void writeLosses(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("losses");
        for (Hole hole : log.losses().holes()) {
            json.writeStartObject();
            json.writeStringField("cause", word(hole.cause()));
            json.writeNumberField("from_lsn", hole.fromLsn());
            json.writeNumberField("next_lsn", hole.nextLsn());
            json.writeStringField("recorded_at", time(hole.recordedMicros()).toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeSegments(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("segments");
        for (SegmentSummary segment : log.segments()) {
            json.writeStartObject();
            json.writeStringField("name", segment.name());
            json.writeStringField("state", word(segment.state()));
            json.writeNumberField("session", segment.session());
            json.writeNumberField("bytes", segment.bytes());
            json.writeNumberField("previous_end_lsn", segment.previousEnd());
            json.writeNumberField("end_lsn", segment.end());
            json.writeNumberField("commits", segment.commits());
            json.writeNumberField("records", segment.records());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writePartitions(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("partitions");
        for (PartitionSummary partition : log.partitions()) {
            json.writeStartObject();
            json.writeStringField("stream_id", partition.stream().toString());
            json.writeNumberField("partition", partition.partition());
            json.writeNumberField("first_offset", partition.firstOffset());
            json.writeNumberField("end_offset", partition.endOffset());
            json.writeNumberField("records", partition.records());
            json.writeNumberField("bytes", partition.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String span(long first, long last) {
        return first == 0 ? "-" : "%s to %s".formatted(time(first), time(last));
    }

    private static Instant time(long micros) {
        return Micros.instant(micros).truncatedTo(ChronoUnit.MILLIS);
    }
}
