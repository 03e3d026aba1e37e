/// The bytes of the log as `FORMAT.md` beside the module's pom specifies them: one class per structure.
///
/// Nothing here opens a file. Headers are read and written in place in a little-endian [java.nio.ByteBuffer], so
/// that scanning a log makes no object per structure.
@NullMarked
package io.ttdust.adapters.wal.format;

import org.jspecify.annotations.NullMarked;
