/// The program: reads settings, puts the parts together, starts and stops them in order.
///
/// [Core] is the one place to read to learn what the use cases are made of; it needs no server and no framework,
/// so a function can use it too. [Application] is the entry point of the process.
@NullMarked
package io.ttdust.bootstrap;

import org.jspecify.annotations.NullMarked;
