package io.ttdust.application.health;

/// Where the node is between its start and its end. Safe for all threads.
public final class Lifecycle {

    /// What the node says of itself.
    public enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    private volatile Phase phase = Phase.STARTING;

    public Phase phase() {
        return phase;
    }

    public void serving() {
        phase = Phase.SERVING;
    }

    /// From now on readiness is refused, so that balancers send nothing more.
    public void draining() {
        phase = Phase.DRAINING;
    }
}
