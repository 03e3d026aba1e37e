/// A running node: what is opened in which order, and closed in the opposite one.
///
/// Entry point: [Node#start].
@NullMarked
package io.ttdust.bootstrap.node;

import org.jspecify.annotations.NullMarked;
