/// Pins the wire contract.
@NullMarked
package io.ttdust.proto;

import org.jspecify.annotations.NullMarked;
