/// Who calls: [KeyInterceptor] lets a call through once its key is known, [Caller] says whose it is.
@NullMarked
package io.ttdust.adapters.grpc.access;

import org.jspecify.annotations.NullMarked;
