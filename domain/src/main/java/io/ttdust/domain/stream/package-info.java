/// Streams: what they are called, what they require of a record, and the spans of time they are read by.
///
/// Entry point: [StreamDefinition]. [PartitionKey] says where a record of a stream belongs.
@NullMarked
package io.ttdust.domain.stream;

import org.jspecify.annotations.NullMarked;
