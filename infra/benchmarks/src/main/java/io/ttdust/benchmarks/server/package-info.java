/// The server's side of a measurement: what a process of its own costs.
///
/// Entry point: [ServerMonitor]. Starting and stopping it is `io.ttdust.cli.server`.
@NullMarked
package io.ttdust.benchmarks.server;

import org.jspecify.annotations.NullMarked;
