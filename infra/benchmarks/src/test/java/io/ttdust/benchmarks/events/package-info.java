/// Tests of `events`.
@NullMarked
package io.ttdust.benchmarks.events;

import org.jspecify.annotations.NullMarked;
