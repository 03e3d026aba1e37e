/// `grpc.health.v1.Health`. Entry point: [HealthEndpoint].
@NullMarked
package io.ttdust.adapters.grpc.health;

import org.jspecify.annotations.NullMarked;
