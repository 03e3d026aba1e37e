/// Stored API keys.
@NullMarked
package io.ttdust.application.port.access;

import org.jspecify.annotations.NullMarked;
