package io.ttdust.cli.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is asked for and how it is printed.
///
/// @param stream name or id
/// @param start first moment of the span; both ends belong to it
/// @param limit how many records at most
/// @param id the one record wanted; null for all of the span
/// @param full whether a line holds more than the payload
/// @param jsonMetadata whether what is said of the answer is JSON
record QuerySettings(
        String stream,
        Instant start,
        Instant end,
        long limit,
        @Nullable String id,
        boolean full,
        boolean jsonMetadata) {}
