/// Schemas and the verdict they give on a payload.
///
/// A compiled schema is behaviour supplied from outside the core, hence the interface [PayloadSchema].
@NullMarked
package io.ttdust.domain.schema;

import org.jspecify.annotations.NullMarked;
