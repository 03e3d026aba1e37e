package io.ttdust.application.stream;

import io.ttdust.domain.id.StreamId;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one [OpenStream] of each stream that anybody holds: two of them would write under two versions at once. What
/// nobody holds any more is forgotten. Safe for all threads.
final class StreamsInUse {

    private static final int SWEEP_MIN = 1024;

    private final Map<StreamId, WeakReference<OpenStream>> streams = new HashMap<>();
    private int sweepAt = SWEEP_MIN;

    synchronized @Nullable OpenStream find(StreamId id) {
        WeakReference<OpenStream> reference = streams.get(id);
        return reference == null ? null : reference.get();
    }

    /// The stream's; made by `open` when nobody holds one.
    synchronized OpenStream findOrAdd(StreamId id, Supplier<OpenStream> open) {
        OpenStream known = find(id);
        if (known != null) {
            return known;
        }
        OpenStream opened = open.get();
        if (streams.size() >= sweepAt) {
            streams.values().removeIf(reference -> reference.get() == null);
            sweepAt = Math.max(SWEEP_MIN, 2 * streams.size());
        }
        streams.put(id, new WeakReference<>(opened));
        return opened;
    }

    synchronized List<OpenStream> all() {
        List<OpenStream> all = new ArrayList<>(streams.size());
        for (WeakReference<OpenStream> reference : streams.values()) {
            OpenStream stream = reference.get();
            if (stream != null) {
                all.add(stream);
            }
        }
        return all;
    }
}
