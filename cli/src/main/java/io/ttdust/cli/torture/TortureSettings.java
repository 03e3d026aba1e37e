package io.ttdust.cli.torture;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a server is tortured.
///
/// @param span how long it is killed for
/// @param rate records a second of all producers together
/// @param producers how many send at the same time
/// @param seed decides when it is killed, and the records
/// @param parent where the fresh directory is made; null for the system's temporary files
/// @param json whether the last line is a JSON object
record TortureSettings(
        Duration span,
        int rate,
        int producers,
        long seed,
        @Nullable Path parent,
        boolean json) {}
