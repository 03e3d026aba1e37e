package io.ttdust.application.health;

import io.ttdust.application.health.Readiness.Component;
import io.ttdust.application.health.Readiness.Status;
import io.ttdust.application.port.StorageException;
import io.ttdust.application.port.health.ComponentCheck;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Asks every component whether it works. Safe for all threads; an answer serves everyone who asks within a
/// second, so that a storm of probes does not become a storm of checks.
public final class CheckReadiness {

    private static final Duration CACHED = Duration.ofSeconds(1);

    private final Lifecycle lifecycle;
    private final List<ComponentCheck> checks;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<Component> last;
    private boolean requiredWorks;
    private Instant lastAt = Instant.MIN;

    public CheckReadiness(Lifecycle lifecycle, List<ComponentCheck> checks, InstantSource clock) {
        this.lifecycle = lifecycle;
        this.checks = List.copyOf(checks);
        this.clock = clock;
    }

    public Readiness check() {
        lock.lock();
        try {
            List<Component> components = last;
            if (components == null || !clock.instant().isBefore(lastAt.plus(CACHED))) {
                components = ask();
                last = components;
                lastAt = clock.instant();
            }
            return new Readiness(status(components), components);
        } finally {
            lock.unlock();
        }
    }

    private Status status(List<Component> components) {
        if (lifecycle.phase() != Lifecycle.Phase.SERVING || !requiredWorks) {
            return Status.UNAVAILABLE;
        }
        return components.stream().allMatch(Component::works) ? Status.OK : Status.DEGRADED;
    }

    private List<Component> ask() {
        List<Component> components = new ArrayList<>(checks.size());
        requiredWorks = true;
        for (ComponentCheck check : checks) {
            Instant started = clock.instant();
            String error = null;
            try {
                check.check();
            } catch (StorageException e) {
                error = e.getMessage();
                requiredWorks &= !check.required();
            }
            long millis = Duration.between(started, clock.instant()).toMillis();
            components.add(new Component(check.component(), error == null, Math.max(0, millis), error));
        }
        return List.copyOf(components);
    }
}
