/// The data directory and what lies in it for itself: its lock, the node's id, and where the node listens.
@NullMarked
package io.ttdust.bootstrap.directory;

import org.jspecify.annotations.NullMarked;
