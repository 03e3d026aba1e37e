/// What happens to the files of a log when it is opened: what to keep, what to cut, and when to stop.
///
/// Entry point: [io.ttdust.adapters.wal.recovery.Recovery]. The rules are those of `FORMAT.md`.
@NullMarked
package io.ttdust.adapters.wal.recovery;

import org.jspecify.annotations.NullMarked;
