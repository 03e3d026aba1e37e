/// Runs the real server on loopback over in-memory stores, and calls it with generated stubs.
@NullMarked
package io.ttdust.adapters.grpc;

import org.jspecify.annotations.NullMarked;
