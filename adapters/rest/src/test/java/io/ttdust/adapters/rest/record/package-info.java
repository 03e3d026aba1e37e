@NullMarked
package io.ttdust.adapters.rest.record;

import org.jspecify.annotations.NullMarked;
