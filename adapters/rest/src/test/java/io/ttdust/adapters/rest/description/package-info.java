@NullMarked
package io.ttdust.adapters.rest.description;

import org.jspecify.annotations.NullMarked;
