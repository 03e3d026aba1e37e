package io.ttdust.cli.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a demo runs on.
///
/// @param input the user's records, or null for generated events
/// @param schema their schema; null exactly when `input` is
/// @param events how many events to generate
/// @param seed what they are generated from
/// @param parent where the fresh directory is made; null for the system's temporary files
/// @param keep whether the server stays when all is shown
/// @param json whether the last line is a JSON object
record DemoSettings(
        @Nullable Path input,
        @Nullable Path schema,
        long events,
        long seed,
        @Nullable Path parent,
        boolean keep,
        boolean json) {}
