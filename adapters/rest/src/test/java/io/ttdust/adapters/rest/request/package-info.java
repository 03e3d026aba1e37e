@NullMarked
package io.ttdust.adapters.rest.request;

import org.jspecify.annotations.NullMarked;
