/// What stands in for the counting of use cases.
@NullMarked
package io.ttdust.application.port.telemetry;

import org.jspecify.annotations.NullMarked;
