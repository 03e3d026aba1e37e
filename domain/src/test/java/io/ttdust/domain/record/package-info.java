@NullMarked
package io.ttdust.domain.record;

import org.jspecify.annotations.NullMarked;
