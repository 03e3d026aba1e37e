/// Producers that load a server over gRPC: frames as fast as they are answered ([FramesPhase]), or at fixed times
/// ([PacedPhase]).
@NullMarked
package io.ttdust.benchmarks.load;

import org.jspecify.annotations.NullMarked;
