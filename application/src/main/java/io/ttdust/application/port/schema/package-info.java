/// Turning the text of a schema into a [io.ttdust.domain.schema.PayloadSchema].
@NullMarked
package io.ttdust.application.port.schema;

import org.jspecify.annotations.NullMarked;
