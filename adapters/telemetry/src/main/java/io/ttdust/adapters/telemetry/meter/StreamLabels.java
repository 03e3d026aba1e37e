package io.ttdust.adapters.telemetry.meter;

import io.ttdust.domain.stream.StreamName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Which streams have a label of their own: the first [#STREAMS_MAX] that are counted in this process. Safe for all
/// threads.
public final class StreamLabels {

    /// Streams with a label of their own.
    public static final int STREAMS_MAX = 200;

    /// Label of all others. No stream can have this name, as names start with a letter.
    public static final String OTHER = "_other";

    /// Label of what was answered before a stream was found.
    static final String NONE = "_none";

    private final ConcurrentHashMap<String, String> admitted = new ConcurrentHashMap<>();
    private final AtomicInteger places = new AtomicInteger(STREAMS_MAX);

    /// The stream's name, or [#OTHER]; the same at every call.
    public String of(StreamName stream) {
        String known = admitted.get(stream.value());
        if (known != null) {
            return known;
        }
        if (places.get() <= 0) {
            return OTHER;
        }
        return admitted.computeIfAbsent(stream.value(), name -> places.getAndDecrement() > 0 ? name : OTHER);
    }
}
