package io.ttdust.adapters.telemetry;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.ttdust.adapters.telemetry.meter.StreamLabels;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.catalog.StreamRepository;
import io.ttdust.application.port.log.LogBacklog;
import io.ttdust.application.port.log.PartitionBacklog;
import io.ttdust.domain.id.StreamId;
import io.ttdust.domain.stream.StreamDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What of each partition lies in the log and not yet in files: the [#PARTITIONS_MAX] largest one by one, the rest
/// together. Used by one thread at a time.
final class BacklogGauges {

    static final int PARTITIONS_MAX = 200;

    /// Names asked for at one scrape; those of larger backlogs come first, and what is left waits for later
    /// scrapes.
    static final int LOOK_UPS_MAX = 200;

    private static final String STREAM = "stream";
    private static final String PARTITION = "partition";
    private static final int NAMES_MAX = 10_000;

    private final LogBacklog log;
    private final StreamRepository streams;
    private final StreamLabels labels;
    private final MultiGauge gauges;

    /// By id; a stream's name never changes.
    private final Map<StreamId, String> names = new HashMap<>();

    BacklogGauges(LogBacklog log, StreamRepository streams, StreamLabels labels, MultiGauge gauges) {
        this.log = log;
        this.streams = streams;
        this.labels = labels;
        this.gauges = gauges;
    }

    /// Takes the log's numbers of this moment.
    void refresh() {
        List<PartitionBacklog> all = new ArrayList<>(log.backlog());
        all.sort(Comparator.comparingLong(PartitionBacklog::bytes).reversed());
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        long rest = 0;
        int lookUps = 0;
        for (PartitionBacklog one : all) {
            String label = null;
            if (rows.size() < PARTITIONS_MAX) {
                label = names.get(one.stream());
                if (label == null && lookUps < LOOK_UPS_MAX) {
                    lookUps++;
                    try {
                        label = find(one.stream());
                    } catch (StorageException e) {
                        lookUps = LOOK_UPS_MAX; // asking for the others would take as long again for each
                    }
                }
            }
            if (label == null || label.equals(StreamLabels.OTHER)) {
                rest += one.bytes();
            } else {
                rows.add(row(label, Integer.toString(one.partition()), one.bytes()));
            }
        }
        rows.add(row(StreamLabels.OTHER, StreamLabels.OTHER, rest));
        gauges.register(rows, true);
    }

    private static MultiGauge.Row<?> row(String stream, String partition, long bytes) {
        return MultiGauge.Row.of(Tags.of(STREAM, stream, PARTITION, partition), bytes);
    }

    private @Nullable String find(StreamId stream) {
        StreamDefinition found = streams.find(stream).orElse(null);
        if (found == null) {
            return null;
        }
        if (names.size() >= NAMES_MAX) {
            names.clear();
        }
        String label = labels.of(found.name());
        names.put(stream, label);
        return label;
    }
}
