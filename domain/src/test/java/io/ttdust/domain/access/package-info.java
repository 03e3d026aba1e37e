@NullMarked
package io.ttdust.domain.access;

import org.jspecify.annotations.NullMarked;
