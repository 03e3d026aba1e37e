/// `AdminService`. Entry point: [AdminEndpoint].
@NullMarked
package io.ttdust.adapters.grpc.admin;

import org.jspecify.annotations.NullMarked;
