package io.ttdust.adapters.telemetry.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ttdust.application.port.telemetry.AccessMeter;
import io.ttdust.domain.problem.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Counts checks of keys and of rights.
public final class AccessCounters implements AccessMeter {

    /// The only way to say who one is, so far.
    private static final String API_KEY = "api_key";

    private final Counter accepted;
    private final Counter refused;
    private final Counter unavailable;
    private final Counter denials;

    public AccessCounters(MeterRegistry registry) {
        accepted = Metric.AUTH_ATTEMPTS.counter(registry, API_KEY, "accepted");
        refused = Metric.AUTH_ATTEMPTS.counter(registry, API_KEY, "refused");
        unavailable = Metric.AUTH_ATTEMPTS.counter(registry, API_KEY, "unavailable");
        denials = Metric.AUTHZ_DENIALS.counter(registry);
    }

    @Override
    public void authenticated(@Nullable ErrorCode refusal) {
        if (refusal == null) {
            accepted.increment();
        } else if (refusal.retryable()) {
            unavailable.increment();
        } else {
            refused.increment();
        }
    }

    @Override
    public void denied() {
        denials.increment();
    }
}
