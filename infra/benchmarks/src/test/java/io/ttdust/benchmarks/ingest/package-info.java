/// Tests of `ingest`.
@NullMarked
package io.ttdust.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
