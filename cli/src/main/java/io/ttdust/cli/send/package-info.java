/// `ttdust send`: records of a file into a stream of a running server.
///
/// Entry point: [SendCommand]. [Sender] keeps a few frames in flight and sees refusals and broken calls through,
/// [SendTally] counts what became of the records.
@NullMarked
package io.ttdust.cli.send;

import org.jspecify.annotations.NullMarked;
