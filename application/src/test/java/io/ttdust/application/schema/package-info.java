@NullMarked
package io.ttdust.application.schema;

import org.jspecify.annotations.NullMarked;
