@NullMarked
package io.ttdust.adapters.grpc.ordered;

import org.jspecify.annotations.NullMarked;
