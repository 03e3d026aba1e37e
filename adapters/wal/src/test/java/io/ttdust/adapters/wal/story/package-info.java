/// Stories of logs on a simulated disk that a seed decides: what is appended, what fails, how each life ends, what
/// rots, held against what was promised and against what the format says about the bytes that are left.
///
/// Entry points: [io.ttdust.adapters.wal.story.LogStory] for a seed, [io.ttdust.adapters.wal.story.CrashPoints] for
/// every operation of a short script. Used by the log's own tests with real threads and by `infra/simulation` with
/// threads that take turns.
@NullMarked
package io.ttdust.adapters.wal.story;

import org.jspecify.annotations.NullMarked;
