/// Schemas, their versions, and the verdict they give on a payload.
///
/// A [Schema] is what stands under a name: its latest [SchemaVersion] and what the next one is held to, its
/// [CompatibilityMode]; an [Incompatibility] is one reason why a definition cannot be the next.
///
/// A compiled schema is behaviour supplied from outside the core, hence the interface [PayloadSchema].
@NullMarked
package io.ttdust.domain.schema;

import org.jspecify.annotations.NullMarked;
