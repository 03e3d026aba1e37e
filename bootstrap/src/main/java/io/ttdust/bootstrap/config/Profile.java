package io.ttdust.bootstrap.config;

/// Which set of defaults applies.
public enum Profile {
    /// `ttdust serve`: listens on all interfaces, data in a system folder, JSON logs.
    SERVE,

    /// `ttdust dev`: loopback only, data in the working directory, logs for people.
    DEV
}
