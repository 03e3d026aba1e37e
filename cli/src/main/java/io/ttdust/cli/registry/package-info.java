/// The schemas of a server, as its HTTP API tells of them.
///
/// Entry point: [SchemaRegistry]. Neighbours: `schema` are the commands that use it, `send` registers what it infers.
@NullMarked
package io.ttdust.cli.registry;

import org.jspecify.annotations.NullMarked;
