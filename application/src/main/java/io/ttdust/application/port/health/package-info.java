/// How a component says whether it works.
@NullMarked
package io.ttdust.application.port.health;

import org.jspecify.annotations.NullMarked;
