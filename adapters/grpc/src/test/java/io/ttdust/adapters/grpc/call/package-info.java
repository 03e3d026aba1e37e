/// Tests of what calls share.
@NullMarked
package io.ttdust.adapters.grpc.call;

import org.jspecify.annotations.NullMarked;
