/// Where durable frames lie, in memory, and reading by it. Entry point: [FrameReader]; the committer and
/// recovery fill [LogIndex].
@NullMarked
package io.ttdust.adapters.wal.index;

import org.jspecify.annotations.NullMarked;
