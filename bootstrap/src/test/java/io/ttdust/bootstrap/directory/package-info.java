/// Tests of what lies in the data directory for itself.
@NullMarked
package io.ttdust.bootstrap.directory;

import org.jspecify.annotations.NullMarked;
