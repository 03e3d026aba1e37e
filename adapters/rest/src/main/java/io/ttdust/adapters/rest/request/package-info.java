/// Requests as they come off the wire, bounded in bytes and time: parameters, bodies, gzip.
///
/// Entry points: [QueryParameters], [RequestBody]. What is wrong with a request ends in a
/// [io.ttdust.adapters.rest.error.RefusedException].
@NullMarked
package io.ttdust.adapters.rest.request;

import org.jspecify.annotations.NullMarked;
