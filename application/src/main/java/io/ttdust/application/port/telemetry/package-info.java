/// What the use cases tell of their work, for counting and timing; nothing here changes what they do.
///
/// Ports that are called by use cases anyway are measured by decorating them. These are for what no such port
/// sees: requests, verdicts, pages. They are called once per batch, page or check, never per record, by any thread,
/// and must neither block nor throw. Each has a `NONE` that does nothing.
@NullMarked
package io.ttdust.application.port.telemetry;

import org.jspecify.annotations.NullMarked;
