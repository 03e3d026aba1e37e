@NullMarked
package io.ttdust.adapters.telemetry.meter;

import org.jspecify.annotations.NullMarked;
