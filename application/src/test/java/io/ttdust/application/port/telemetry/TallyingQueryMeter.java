package io.ttdust.application.port.telemetry;

import io.ttdust.domain.stream.StreamName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Keeps what it is told, as lines.
public final class TallyingQueryMeter implements QueryMeter {

    public final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Query asked(StreamName stream, Kind kind) {
        lines.add("asked %s %s".formatted(stream, kind));
        return new Query() {

            @Override
            public void started() {
                lines.add("started");
            }

            @Override
            public void answered(int records, int partitions) {
                lines.add("answered %d of %d".formatted(records, partitions));
            }

            @Override
            public void failed() {
                lines.add("failed");
            }
        };
    }
}
