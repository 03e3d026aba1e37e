/// Whether whatever one schema accepts another accepts too.
///
/// Entry point: [Comparison]. It lets `proof` prove that the one version accepts what the other accepts;
/// [Explanation] goes the same way again for what could not be proven, and [Wording] says it in words. All of it is
/// sound: what is not proven is reported. Neighbours: `facts` knows the schemas and what follows from them, `proof`
/// proves by it; neither knows this package.
@NullMarked
package io.ttdust.adapters.jsonschema.compatibility;

import org.jspecify.annotations.NullMarked;
