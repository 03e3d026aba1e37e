/// Tests of what a log's commits are made of.
@NullMarked
package io.ttdust.adapters.wal.commit;

import org.jspecify.annotations.NullMarked;
