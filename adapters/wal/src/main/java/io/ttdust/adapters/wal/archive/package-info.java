/// The log outside its own disk: sealed segments as objects, and the way back from them.
///
/// Entry points: [io.ttdust.adapters.wal.archive.Archiver] copies while the log runs,
/// [io.ttdust.adapters.wal.archive.ArchiveRestore] makes a log directory of what was copied. Neighbours:
/// `retention` keeps what is not copied yet; `loss` says afterwards what the archive lacked.
@NullMarked
package io.ttdust.adapters.wal.archive;

import org.jspecify.annotations.NullMarked;
