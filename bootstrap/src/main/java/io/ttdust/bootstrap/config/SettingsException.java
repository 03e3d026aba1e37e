package io.ttdust.bootstrap.config;

import java.util.List;

/// The configuration cannot be used; the message lists everything that is wrong with it, a line each.
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SettingsException(List<String> problems) {
        super("the configuration cannot be used:\n  - " + String.join("\n  - ", problems));
    }
}
