/// The few file operations the log needs, behind [io.ttdust.adapters.wal.file.LogFiles], so that a simulated disk
/// can stand in for the real one. Public for the log's own packages only.
@NullMarked
package io.ttdust.adapters.wal.file;

import org.jspecify.annotations.NullMarked;
