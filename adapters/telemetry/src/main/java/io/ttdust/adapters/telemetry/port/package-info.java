/// Decorators of ports: they do what the port behind them does, and time it. Each passes the contract test of its
/// port.
@NullMarked
package io.ttdust.adapters.telemetry.port;

import org.jspecify.annotations.NullMarked;
