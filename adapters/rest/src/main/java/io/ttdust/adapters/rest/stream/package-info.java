/// Streams over HTTP. Entry point: `StreamController`. Neighbours: `application.stream` does the work,
/// `rest.record` serves what lies under a stream.
@NullMarked
package io.ttdust.adapters.rest.stream;

import org.jspecify.annotations.NullMarked;
