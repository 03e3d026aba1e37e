/// A server as a child process: start it, wait until it answers, stop it, kill it hard.
///
/// Entry point: [ServerProcess]. Nothing here speaks to the server; that is `client`.
@NullMarked
package io.ttdust.cli.server;

import org.jspecify.annotations.NullMarked;
