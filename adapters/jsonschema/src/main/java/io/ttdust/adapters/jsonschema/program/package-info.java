/// Judges a payload's bytes by a schema in one pass, without a tree.
///
/// A [Pass] walks a payload and the nodes of `rules` together, with [Members] for objects, [Items] for arrays and
/// [Alternatives] for what judges a value a second time, within a [Budget]. A [Program] never changes and
/// belongs to all threads; a [Pass] holds what one check needs, belongs to one thread at a time and comes from
/// [PassPool]. Neighbours: `scan` reads bytes, `library` says why a payload was refused.
@NullMarked
package io.ttdust.adapters.jsonschema.program;

import org.jspecify.annotations.NullMarked;
