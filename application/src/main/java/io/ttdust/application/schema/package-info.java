/// Schemas and their versions: registering, comparing, changing, deleting and listing them.
///
/// Entry points: [CreateSchema] and [AddSchemaVersion]. A version is compared outside the store's transaction,
/// which may take long, and stored only if what it was compared with is still the latest. Neighbours:
/// `port.schema` compiles and compares definitions, `application.stream` uses what is registered here.
@NullMarked
package io.ttdust.application.schema;

import org.jspecify.annotations.NullMarked;
