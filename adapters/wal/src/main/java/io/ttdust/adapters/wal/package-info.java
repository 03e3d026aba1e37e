/// The log in files: [io.ttdust.adapters.wal.FileRecordLog] is the door, everything else belongs to it.
///
/// `format` is the bytes, `file` the disk, `segment` the files, `commit` the way in, `index` the way out, `retention`
/// what may go, `recovery` the way back. The bytes are specified in `FORMAT.md` beside the module's pom.
@NullMarked
package io.ttdust.adapters.wal;

import org.jspecify.annotations.NullMarked;
