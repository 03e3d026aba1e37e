/// Inner loops, measured by JMH: `./ttdust bench jmh`.
///
/// Entry point: [JmhCommand]. One class per loop; its comment says what is in and out of the number.
@NullMarked
package io.ttdust.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
