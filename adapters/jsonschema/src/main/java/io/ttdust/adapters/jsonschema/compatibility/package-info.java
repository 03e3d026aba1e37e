/// Whether whatever one schema accepts another accepts too.
///
/// Entry point: [Comparison]. A [SchemaNode] is one sub-schema of either definition; a [Conjunction] is what a
/// value is known to fulfil, and [Facts] is what follows from that. [Inclusion] proves that a value with these
/// facts passes a schema, by the [Obligation]s that [ObjectRules] and the other rules find; [Explanation] goes
/// the same way again for what could not be proven and says it in words. All of it is sound: what is not proven
/// is reported.
@NullMarked
package io.ttdust.adapters.jsonschema.compatibility;

import org.jspecify.annotations.NullMarked;
