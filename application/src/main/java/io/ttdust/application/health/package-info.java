/// Whether the node can do its work: [CheckReadiness] asks every component, [Lifecycle] knows starting and
/// draining.
@NullMarked
package io.ttdust.application.health;

import org.jspecify.annotations.NullMarked;
