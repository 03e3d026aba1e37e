/// `ttdust torture`: a server killed again and again under load, and an account of every acknowledgement.
///
/// Entry point: [TortureCommand].
@NullMarked
package io.ttdust.cli.torture;

import org.jspecify.annotations.NullMarked;
