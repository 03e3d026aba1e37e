/// The public APIs of a server, as a producer and a reader use them.
///
/// Entry points: [RestClient], [GrpcClient], and [Producer], which sends records under idempotency keys and goes on
/// after the server was away. What the answers prove is weighed in `proof`.
@NullMarked
package io.ttdust.cli.client;

import org.jspecify.annotations.NullMarked;
