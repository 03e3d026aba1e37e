/// Tests of flushing, and [StorageFixture], everything records can lie in, for whoever tests on both files and log.
@NullMarked
package io.ttdust.application.flush;

import org.jspecify.annotations.NullMarked;
