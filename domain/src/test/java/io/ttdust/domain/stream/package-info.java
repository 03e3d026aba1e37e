@NullMarked
package io.ttdust.domain.stream;

import org.jspecify.annotations.NullMarked;
