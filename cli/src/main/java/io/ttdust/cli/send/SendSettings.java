package io.ttdust.cli.send;

import io.ttdust.cli.feed.KeyRule;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is sent, where to and how.
///
/// @param file null for standard input
/// @param stream name or id
/// @param creation how the stream is made when there is none; null when it must be there
/// @param rejects file for what was not taken; null for none
/// @param shown how many rejections are listed
/// @param patience how long to go on without a single verdict
record SendSettings(
        @Nullable Path file,
        String stream,
        @Nullable Creation creation,
        KeyRule keys,
        @Nullable Path rejects,
        int shown,
        Duration patience,
        boolean json) {

    /// @param schema file of the schema; null for none
    /// @param inferred whether the first records make the schema; if there is none at all, any JSON object is taken
    record Creation(@Nullable Path schema, boolean inferred, int partitions) {}
}
