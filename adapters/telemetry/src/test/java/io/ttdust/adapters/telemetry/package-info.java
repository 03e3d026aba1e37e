@NullMarked
package io.ttdust.adapters.telemetry;

import org.jspecify.annotations.NullMarked;
