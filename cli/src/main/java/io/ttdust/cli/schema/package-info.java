/// `ttdust schema`: proposes, registers and shows schemas.
///
/// Entry point: [SchemaCommand]. Neighbours: `infer` makes the proposals, `registry` speaks to the server.
@NullMarked
package io.ttdust.cli.schema;

import org.jspecify.annotations.NullMarked;
