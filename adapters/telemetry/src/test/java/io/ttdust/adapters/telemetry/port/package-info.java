@NullMarked
package io.ttdust.adapters.telemetry.port;

import org.jspecify.annotations.NullMarked;
