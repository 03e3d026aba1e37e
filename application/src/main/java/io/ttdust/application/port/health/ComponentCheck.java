package io.ttdust.application.port.health;

import io.ttdust.application.port.StorageException;

/// Asks one component whether it works.
public interface ComponentCheck {

    /// As shown in the readiness answer, such as `log` or `metadata`.
    String component();

    /// Whether the node refuses to serve without it (readiness 503) or goes on degraded. May change with time;
    /// asked after [#check] threw.
    boolean required();

    /// Returns normally if the component works; bounded to about a second.
    ///
    /// @throws StorageException whose message says what is wrong
    void check();
}
