/// The schemas of a server, as its HTTP API tells of them.
///
/// Entry point: [SchemaRegistry]. Neighbours: `schema` are the commands that use it, `send`, `demo` and
/// `torture` register what they need.
@NullMarked
package io.ttdust.cli.registry;

import org.jspecify.annotations.NullMarked;
