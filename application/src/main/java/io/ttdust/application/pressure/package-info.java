/// What happens when more comes than can be taken: bounds on bytes in flight and on bytes that wait for their files.
///
/// Entry point: [Backpressure], which ingestion asks before it takes anything.
@NullMarked
package io.ttdust.application.pressure;

import org.jspecify.annotations.NullMarked;
