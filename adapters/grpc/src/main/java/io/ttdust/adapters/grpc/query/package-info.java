/// `QueryService`. Entry point: [QueryEndpoint].
@NullMarked
package io.ttdust.adapters.grpc.query;

import org.jspecify.annotations.NullMarked;
