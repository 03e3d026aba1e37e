/// `ttdust query`: records of a running server as lines of JSON.
///
/// Entry point: [QueryCommand].
@NullMarked
package io.ttdust.cli.query;

import org.jspecify.annotations.NullMarked;
