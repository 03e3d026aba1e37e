/// What was acknowledged, what was read back, and whether the one is the other.
///
/// Entry point: [ReadBack]. Pure comparison: no server, no network; only [AckFile] and [DiskFloor] touch the disk.
@NullMarked
package io.ttdust.cli.proof;

import org.jspecify.annotations.NullMarked;
