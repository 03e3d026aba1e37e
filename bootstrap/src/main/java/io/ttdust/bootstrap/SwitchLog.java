package io.ttdust.bootstrap;

import io.ttdust.application.stream.SchemaSwitch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log of every schema switch. A class of its own: the core is ready without a logger, until there is
/// something to say.
final class SwitchLog {

    private static final Logger LOG = LoggerFactory.getLogger(SwitchLog.class);

    private SwitchLog() {}

    static void log(SchemaSwitch switched) {
        LOG.atInfo()
                .addKeyValue("event", "stream.schema_switched")
                .addKeyValue("stream", switched.name().value())
                .addKeyValue("from", switched.from())
                .addKeyValue("to", switched.to())
                .log(
                        "records of stream {} are checked against version {} of its schema from now on, no longer {}",
                        switched.name(),
                        switched.to(),
                        switched.from());
    }
}
