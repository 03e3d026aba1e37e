@NullMarked
package io.ttdust.domain.schema;

import org.jspecify.annotations.NullMarked;
