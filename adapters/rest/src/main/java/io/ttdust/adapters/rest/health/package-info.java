/// Liveness and readiness over HTTP. Entry point: `HealthController`. Neighbours: `application.health` asks the
/// components.
@NullMarked
package io.ttdust.adapters.rest.health;

import org.jspecify.annotations.NullMarked;
