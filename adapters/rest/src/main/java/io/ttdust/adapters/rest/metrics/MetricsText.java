package io.ttdust.adapters.rest.metrics;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Where `/metrics` gets its answer from.
///
/// @param scrape all metrics as of now, in the Prometheus text format; called by any thread
public record MetricsText(Supplier<String> scrape) {

    /// Who may read metrics on the REST port: `reader` (the default) or `none`, which asks for no key.
    public static final String AUTH_PROPERTY = "ttdust.metrics-auth";

    static final String AUTH_NONE = "none";
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    byte[] bytes() {
        return scrape.get().getBytes(StandardCharsets.UTF_8);
    }
}
