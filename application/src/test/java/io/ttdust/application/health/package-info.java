@NullMarked
package io.ttdust.application.health;

import org.jspecify.annotations.NullMarked;
