/// JSON Schema draft-07: the verdict on a payload, and what makes a definition safe to register.
///
/// Entry point: [JsonSchemaCompiler]. [StrictJson] reads bytes, [SchemaDocument] finds the sub-schemas and
/// references of a definition, [PlainSchema] writes it anew so that the library sees only what it may see, and
/// [LibrarySchema] lets the library judge. Nothing here opens a file, a socket or a resource other than the
/// built-in meta-schema.
@NullMarked
package io.ttdust.adapters.jsonschema;

import org.jspecify.annotations.NullMarked;
