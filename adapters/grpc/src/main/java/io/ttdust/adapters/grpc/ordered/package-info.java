/// Calls that take many messages in and answer each, in order. Entry point: [OrderedCall]; [InPlaceMarshaller]
/// decodes what it takes.
@NullMarked
package io.ttdust.adapters.grpc.ordered;

import org.jspecify.annotations.NullMarked;
