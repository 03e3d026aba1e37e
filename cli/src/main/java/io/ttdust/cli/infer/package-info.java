/// A JSON Schema made of sample records, for people who have records and no schema.
///
/// Entry point: [SchemaInference]. Whatever it took in is valid under what it proposes. Nothing here reads files or
/// speaks to a server, and the same samples in the same order give the same text.
///
/// What is kept of the samples is bounded, not the samples: so many places ([Room]), so many names per object
/// ([ObjectShape]), so many distinct texts per place ([TextShape]). What does not fit is left undescribed, and the
/// schema allows anything there.
@NullMarked
package io.ttdust.cli.infer;

import org.jspecify.annotations.NullMarked;
