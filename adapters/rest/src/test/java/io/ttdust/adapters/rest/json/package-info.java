@NullMarked
package io.ttdust.adapters.rest.json;

import org.jspecify.annotations.NullMarked;
