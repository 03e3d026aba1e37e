package io.ttdust.adapters.rest.record;

import io.micronaut.http.HttpRequest;
import io.ttdust.adapters.rest.error.RefusedException;
import io.ttdust.adapters.rest.json.Rfc3339;
import io.ttdust.adapters.rest.request.QueryParameters;
import io.ttdust.application.query.CursorCodec;
import io.ttdust.application.query.LookupRecord;
import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.domain.id.RecordId;
import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.record.Micros;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Reads records back: a span of time page by page, or one record by its id. Safe for all threads; blocks.
@Singleton
final class RecordQueries {

    /// So far records are found by their id alone; it works for every stream.
    private static final String RECORD_ID = "_record_id";

    private final QueryTimeRange queryTimeRange;
    private final LookupRecord lookupRecord;
    private final CursorCodec cursors;

    RecordQueries(QueryTimeRange queryTimeRange, LookupRecord lookupRecord, CursorCodec cursors) {
        this.queryTimeRange = queryTimeRange;
        this.lookupRecord = lookupRecord;
        this.cursors = cursors;
    }

    /// The body of the answer to a query of `stream`.
    byte[] answer(HttpRequest<?> request, StreamDefinition stream) {
        QueryParameters any =
                QueryParameters.of(request, Set.of("start", "end", "limit", "cursor", "key_field", "key_value"));
        return any.has("key_field") || any.has("key_value")
                ? byKey(QueryParameters.of(request, Set.of("key_field", "key_value")), stream)
                : byTime(any, stream);
    }

    private byte[] byKey(QueryParameters query, StreamDefinition stream) {
        if (!query.requiredText("key_field").equals(RECORD_ID)) {
            throw QueryParameters.invalid("key_field", "must be '%s'".formatted(RECORD_ID));
        }
        RecordId id;
        try {
            id = RecordId.parse(query.requiredText("key_value"));
        } catch (IllegalArgumentException e) {
            throw QueryParameters.invalid("key_value", "must be a record id: rec_ and a UUID");
        }
        return PageBody.of(lookupRecord.byId(stream, id).orElse(null));
    }

    private byte[] byTime(QueryParameters query, StreamDefinition stream) {
        TimeRange range = range(query);
        Integer limit = query.number("limit");
        int wanted = limit == null ? QueryTimeRange.LIMIT_DEFAULT : limit;
        if (wanted < 1 || wanted > QueryTimeRange.LIMIT_MAX) {
            throw QueryParameters.invalid("limit", "must be 1 to %d".formatted(QueryTimeRange.LIMIT_MAX));
        }
        String text = query.text("cursor");
        Cursor after = text == null ? null : RefusedException.valueOf(cursors.decode(stream.id(), text));
        long started = System.nanoTime();
        Page page = queryTimeRange.query(stream, range, wanted, after);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        Cursor next = page.next();
        return PageBody.of(page, next == null ? null : cursors.encode(stream.id(), next), millis);
    }

    /// Both ends belong to the range as asked for. Receive times are whole microseconds, so a finer start is
    /// rounded up and a finer end down.
    private static TimeRange range(QueryParameters query) {
        Instant start = time(query, "start");
        Instant end = time(query, "end");
        long first = Micros.of(start.plusNanos(999));
        long last = Micros.of(end);
        if (start.isAfter(end)) {
            throw QueryParameters.invalid("end", "lies before 'start'");
        }
        if (last - first > QueryTimeRange.RANGE_MICROS_MAX) {
            throw QueryParameters.invalid(
                    "end",
                    "lies more than %d days after 'start'"
                            .formatted(TimeUnit.MICROSECONDS.toDays(QueryTimeRange.RANGE_MICROS_MAX)));
        }
        return new TimeRange(first, Math.max(first, last) + 1);
    }

    private static Instant time(QueryParameters query, String name) {
        Instant time = Rfc3339.parse(query.requiredText(name));
        if (time == null) {
            throw QueryParameters.invalid(
                    name, "must be an RFC 3339 time such as 2026-01-31T12:00:00Z (in an address, + is written %2B)");
        }
        return time;
    }
}
