/// Outbound ports: what the use cases need from the world, one package per capability.
///
/// A port says in its doc comment what happens on absence, failure and concurrency; its in-memory fake and the
/// contract test that every adapter runs live in this module's test-jar, in the same package.
@NullMarked
package io.ttdust.application.port;

import org.jspecify.annotations.NullMarked;
