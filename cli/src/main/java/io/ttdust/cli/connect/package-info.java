/// Which server a command speaks to, and as whom.
///
/// Entry point: [ServerOptions], a mixin of the commands that need a running server.
@NullMarked
package io.ttdust.cli.connect;

import org.jspecify.annotations.NullMarked;
