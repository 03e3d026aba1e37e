/// Schemas over HTTP. Entry point: `SchemaController`. Neighbours: `application.schema` does the work.
@NullMarked
package io.ttdust.adapters.rest.schema;

import org.jspecify.annotations.NullMarked;
