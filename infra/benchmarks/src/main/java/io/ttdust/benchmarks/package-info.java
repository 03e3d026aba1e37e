/// Benchmarks as a habit: `./ttdust bench NAME`.
///
/// Entry point: [Main]. A package per benchmark; `measure` and `report` are what they share. What is in and out
/// of each number stands in the module's README.
@NullMarked
package io.ttdust.benchmarks;

import org.jspecify.annotations.NullMarked;
