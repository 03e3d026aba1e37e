/// What a person sees: lines, progress, figures, and errors that say what to do.
///
/// Entry point: [Terminal].
@NullMarked
package io.ttdust.cli.console;

import org.jspecify.annotations.NullMarked;
