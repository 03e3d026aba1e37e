/// The contract of [SchemaCompiler] and a compiler for tests that need no real schemas.
@NullMarked
package io.ttdust.application.port.schema;

import org.jspecify.annotations.NullMarked;
