/// The gRPC door: [GrpcServer] listens, the endpoint of each sub-package turns messages into use-case calls and
/// outcomes into messages.
///
/// Calls run on a direct executor, so every callback is on a Netty event loop and must not block there: work
/// goes to virtual threads, once per call for frames ([io.ttdust.adapters.grpc.ordered.OrderedCall]) and once
/// per request for queries. Answers are written by whoever completes them.
@NullMarked
package io.ttdust.adapters.grpc;

import org.jspecify.annotations.NullMarked;
