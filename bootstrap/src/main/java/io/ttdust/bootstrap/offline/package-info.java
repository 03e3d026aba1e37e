/// `ttdust log`: looks into a log whose server does not run, or brings one back from its archive.
///
/// Entry point: [io.ttdust.bootstrap.offline.LogCommand]. One class per command.
@NullMarked
package io.ttdust.bootstrap.offline;

import org.jspecify.annotations.NullMarked;
