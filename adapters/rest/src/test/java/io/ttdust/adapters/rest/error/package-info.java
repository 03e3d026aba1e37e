@NullMarked
package io.ttdust.adapters.rest.error;

import org.jspecify.annotations.NullMarked;
