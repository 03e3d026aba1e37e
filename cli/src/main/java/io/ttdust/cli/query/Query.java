package io.ttdust.cli.query;

import io.ttdust.cli.client.GrpcClient;
import io.ttdust.cli.console.Meter;
import io.ttdust.cli.console.Surroundings;
import io.ttdust.cli.query.RecordLines.ReaderGoneException;
import io.ttdust.proto.query.v1.Record;
import io.ttdust.proto.query.v1.TimeRangeQueryRequest;
import io.ttdust.proto.query.v1.TimeRangeQueryResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One query: page after page, and a span longer than the server takes at once in pieces of it.
final class Query {

    static final int FOUND = 0;
    static final int NOT_FOUND = 1;

    private static final int PAGE = 10_000;
    private static final long SPAN_MICROS =
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(Duration.ofDays(7)));

    private final Surroundings around;
    private final GrpcClient grpc;
    private final QuerySettings settings;
    private final RecordLines lines;

    Query(Surroundings around, GrpcClient grpc, QuerySettings settings) {
        this.around = around;
        this.grpc = grpc;
        this.settings = settings;
        this.lines = new RecordLines(around.out(), settings.full());
    }

    /// Prints what is asked for.
    ///
    /// @return the exit code
    /// @throws io.ttdust.cli.console.CommandException if the server refuses or cannot be reached
    int run() {
        try {
            String id = settings.id();
            return id == null ? span() : one(id);
        } catch (ReaderGoneException e) { // as `| head` does
            return FOUND;
        }
    }

    private int one(String id) throws ReaderGoneException {
        Record record = grpc.lookUp(settings.stream(), id);
        if (record == null) {
            around.notes().line("there is no record %s in stream '%s'", id, settings.stream());
            return NOT_FOUND;
        }
        lines.add(record);
        lines.flush();
        return FOUND;
    }

    private int span() throws ReaderGoneException {
        Told told = new Told();
        long start = Math.max(0, micros(settings.start()));
        long end = Math.min(micros(settings.end()), micros(Instant.now()) + SPAN_MICROS); // later than any clock's skew
        try (Meter meter = new Meter(around.notes(), Meter.UNKNOWN, System::nanoTime)) {
            while (start <= end && told.records() < settings.limit()) {
                long until = Math.min(end, start + SPAN_MICROS);
                piece(start, until, told, meter);
                start = until + 1;
            }
        }
        if (start <= end) {
            told.stoppedByLimit();
        }
        around.notes().line("%s", settings.jsonMetadata() ? told.json() : told.text());
        return FOUND;
    }

    private void piece(long start, long end, Told told, Meter meter) throws ReaderGoneException {
        TimeRangeQueryRequest.Builder request = TimeRangeQueryRequest.newBuilder()
                .setStreamId(settings.stream())
                .setStartTimeUnixMicros(start)
                .setEndTimeUnixMicros(end);
        while (true) {
            request.setLimit((int) Math.min(PAGE, settings.limit() - told.records()));
            TimeRangeQueryResponse page = grpc.page(request.build());
            told.page(page.getMetadata());
            for (Record record : page.getRecordsList()) {
                lines.add(record);
                told.record(record.getPayload().size());
            }
            lines.flush();
            meter.reached(told.records(), told.bytes());
            if (!page.hasNextCursor()) {
                return;
            }
            if (told.records() >= settings.limit()) {
                told.more();
                return;
            }
            request.setCursor(page.getNextCursor());
        }
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
