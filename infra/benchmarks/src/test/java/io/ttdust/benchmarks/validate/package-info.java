@NullMarked
package io.ttdust.benchmarks.validate;

import org.jspecify.annotations.NullMarked;
