/// Streams: what they are called, what they require of a record, and the spans of time they are read by.
///
/// Entry point: [StreamDefinition].
@NullMarked
package io.ttdust.domain.stream;

import org.jspecify.annotations.NullMarked;
