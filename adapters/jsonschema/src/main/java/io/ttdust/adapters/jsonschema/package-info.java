/// JSON Schema draft-07: the verdict on a payload, and what makes a definition safe to register.
///
/// Entry point: [JsonSchemaCompiler]. [SchemaDocument] follows the references of a definition and [PlainSchema]
/// writes it anew, so that the library sees only what it may see. Neighbours: `json` reads bytes, `library` holds
/// the validator library and all that keeps it in bounds. Nothing here opens a file or a socket.
@NullMarked
package io.ttdust.adapters.jsonschema;

import org.jspecify.annotations.NullMarked;
