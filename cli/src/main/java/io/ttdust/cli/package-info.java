/// The command line: the commands of `./ttdust` that drive a server from outside.
///
/// Entry point: [Main]. It knows the product only by its public APIs, as a user's program would, and depends on the
/// module `proto` alone. Neighbours: `demo` and `torture` hold the commands; `server`, `client`, `payload`,
/// `proof` and
/// `console` are what they are made of, and what benchmarks may use too.
@NullMarked
package io.ttdust.cli;

import org.jspecify.annotations.NullMarked;
