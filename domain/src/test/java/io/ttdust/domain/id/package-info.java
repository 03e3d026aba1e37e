@NullMarked
package io.ttdust.domain.id;

import org.jspecify.annotations.NullMarked;
