/// What the log is known to have lost: where nothing can be read any more, and which offsets are gaps for ever.
///
/// Entry point: [io.ttdust.adapters.wal.loss.LossFile]. Neighbours: `recovery` finds losses and writes them down;
/// whoever reads or goes on writing asks [io.ttdust.adapters.wal.loss.Losses].
@NullMarked
package io.ttdust.adapters.wal.loss;

import org.jspecify.annotations.NullMarked;
