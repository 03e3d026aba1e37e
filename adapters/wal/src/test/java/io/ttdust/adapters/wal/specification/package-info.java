/// A reader of the log made from `FORMAT.md` alone: what somebody else would write who has no source.
///
/// Entry point: [io.ttdust.adapters.wal.specification.SpecifiedLog]. Nothing here may use a class of the program, or
/// be mended by a look into one: what is missing here is missing in `FORMAT.md`.
@NullMarked
package io.ttdust.adapters.wal.specification;

import org.jspecify.annotations.NullMarked;
