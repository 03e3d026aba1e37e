package io.ttdust.simulation.query;

import io.ttdust.application.query.QueryTimeRange;
import io.ttdust.domain.query.Cursor;
import io.ttdust.domain.query.Page;
import io.ttdust.domain.stream.StreamDefinition;
import io.ttdust.domain.stream.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query that is read page by page while the world goes on.
final class OpenQuery {

    private final StreamDefinition stream;
    private final TimeRange range;
    private final int limit;
    private @Nullable Cursor cursor;
    private @Nullable Expected last;
    private boolean ended;

    OpenQuery(StreamDefinition stream, TimeRange range, int limit) {
        this.stream = stream;
        this.range = range;
        this.limit = limit;
    }

    boolean hasEnded() {
        return ended;
    }

    /// Reads the next page.
    ///
    /// @throws AssertionError if it is not what the model holds behind the page before
    void next(QueryTimeRange queryTimeRange, Model model) {
        Page page = queryTimeRange.query(stream, range, limit, cursor);
        List<Expected> shown = page.records().stream().map(Expected::of).toList();
        List<Expected> behind = model.behind(stream.id(), range, last);
        List<Expected> expected = behind.subList(0, Math.min(limit, behind.size()));
        if (!shown.equals(expected)) {
            throw new AssertionError("a page of %d records of %s behind %s%n  shows %s%n  not   %s"
                    .formatted(limit, range, last, shown, expected));
        }
        if ((page.next() != null) != behind.size() > limit) {
            throw new AssertionError("a page of %d of %d records says that %s follows"
                    .formatted(shown.size(), behind.size(), page.next()));
        }
        if (!shown.isEmpty()) {
            last = shown.getLast();
            if (page.completeThroughMicros() < last.micros()) {
                throw new AssertionError(
                        "a page complete through %d holds %s".formatted(page.completeThroughMicros(), last));
            }
        }
        cursor = page.next();
        ended = cursor == null;
    }
}
