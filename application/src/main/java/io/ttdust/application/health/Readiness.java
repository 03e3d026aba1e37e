package io.ttdust.application.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the node can be sent work, and what each component says.
public record Readiness(Status status, List<Component> components) {

    /// Degraded nodes do their main job; unavailable ones must get no requests.
    public enum Status {
        OK,
        DEGRADED,
        UNAVAILABLE
    }

    /// What one component answered.
    ///
    /// @param error what is wrong; null when the component works
    public record Component(
            String name,
            boolean works,
            long latencyMillis,
            @Nullable String error) {}
}
