package io.ttdust.cli.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ttdust.cli.console.Figures;
import io.ttdust.proto.query.v1.QueryMetadata;
import java.util.concurrent.TimeUnit;

/// What the server said of its answers, added up over the pages. For one thread.
final class Told {

    private long records;
    private long bytes;
    private long scanned;
    private long partitions;
    private long pruned;
    private long cacheHits;
    private long micros;
    private long completeThrough;
    private boolean more;
    private boolean stoppedByLimit;

    void record(int size) {
        records++;
        bytes += size;
    }

    void page(QueryMetadata metadata) {
        scanned += metadata.getTotalRecordsScanned();
        partitions += metadata.getPartitionsScanned();
        pruned += metadata.getFilesPruned();
        cacheHits += metadata.getCacheHits();
        micros += metadata.getExecutionTimeMicros();
        completeThrough = metadata.getCompleteThroughUnixMicros();
    }

    /// There are more records than were asked for.
    void more() {
        more = true;
        stoppedByLimit = true;
    }

    /// There are as many as were asked for, and the rest of the span was not looked at.
    void stoppedByLimit() {
        stoppedByLimit = true;
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    String text() {
        return "%s records%s; %s scanned in %s hour partitions, %s files pruned, %s ms; complete through %s"
                .formatted(
                        Figures.grouped(records),
                        end(),
                        Figures.grouped(scanned),
                        Figures.grouped(partitions),
                        Figures.grouped(pruned),
                        Figures.grouped(TimeUnit.MICROSECONDS.toMillis(micros)),
                        RecordLines.time(completeThrough));
    }

    private String end() {
        if (more) {
            return ", and there are more";
        }
        return stoppedByLimit ? ", stopped by the limit: there may be more" : "";
    }

    String json() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("records", records);
        json.put("more", more);
        json.put("stopped_by_limit", stoppedByLimit);
        json.put("records_scanned", scanned);
        json.put("partitions_scanned", partitions);
        json.put("files_pruned", pruned);
        json.put("cache_hits", cacheHits);
        json.put("execution_time_ms", Figures.rounded(micros / 1e3, 3));
        json.put("complete_through", RecordLines.time(completeThrough));
        return json.toString();
    }
}
