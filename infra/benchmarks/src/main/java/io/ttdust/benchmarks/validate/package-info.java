/// `bench validate`: what checking one record against its schema costs, beside the plain library and the bare
/// tokenizer on the same bytes.
///
/// Entry point: [ValidateCommand].
@NullMarked
package io.ttdust.benchmarks.validate;

import org.jspecify.annotations.NullMarked;
