/// Tests of `ttdust log` on real files.
@NullMarked
package io.ttdust.bootstrap.offline;

import org.jspecify.annotations.NullMarked;
