/// What the disk itself can do, without any of our code: the measure of everything that syncs.
///
/// Entry point: [FloorCommand]; [SyncProbe] is what other benchmarks measure their own floor with.
@NullMarked
package io.ttdust.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
