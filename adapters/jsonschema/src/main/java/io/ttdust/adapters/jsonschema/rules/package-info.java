/// What a schema asks, sub-schema by sub-schema, in the form in which a payload is judged.
///
/// [NodeBuilder] makes [Node]s of a definition; a node holds the rules for each type of value. Nodes refer to each
/// other in circles, so they are filled once and never changed after: all threads share them. Fields are read
/// directly, in the innermost loop of ingestion, by `program`.
@NullMarked
package io.ttdust.adapters.jsonschema.rules;

import org.jspecify.annotations.NullMarked;
