/// Looking into a log's files without changing them, for `ttdust log inspect|verify|dump`.
///
/// Entry point: [LogInspection]. Neighbour: `recovery` reads segments the same way, and decides what to keep.
@NullMarked
package io.ttdust.adapters.wal.inspection;

import org.jspecify.annotations.NullMarked;
