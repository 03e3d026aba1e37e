/// The log alone, without network, validation or metadata, beside the floor of the writes it makes.
///
/// Entry point: [LogCommand].
@NullMarked
package io.ttdust.benchmarks.log;

import org.jspecify.annotations.NullMarked;
