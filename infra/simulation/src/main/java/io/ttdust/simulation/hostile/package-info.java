/// `simulate hostile`: schemas and payloads made to cost more than they weigh, each refused with its code and what that
/// takes.
///
/// Entry point: [HostileCommand]. [HostileCase] lists them.
@NullMarked
package io.ttdust.simulation.hostile;

import org.jspecify.annotations.NullMarked;
