/// The proof that values with known facts pass a schema.
///
/// Entry point: [Inclusion]. It proves by the [Obligation]s that [ScalarRules], [ObjectRules], [ArrayRules] and
/// [LogicRules] find, one by one for each keyword of the schema; a [Flaw] names the [Rule] that an obligation breaks
/// if it does not hold. For one thread. Neighbours: `facts` is what it proves from; the package around both asks for
/// the proof and puts flaws into words.
@NullMarked
package io.ttdust.adapters.jsonschema.compatibility.proof;

import org.jspecify.annotations.NullMarked;
