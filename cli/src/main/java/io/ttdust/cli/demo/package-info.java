/// `ttdust demo`: the whole promise shown once, on generated events or on the user's.
///
/// Entry point: [DemoCommand]. The steps are in [Demo], in the order they are printed.
@NullMarked
package io.ttdust.cli.demo;

import org.jspecify.annotations.NullMarked;
