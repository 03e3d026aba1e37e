/// The compiled validator against the library it replaced: both judge the same instances, and must agree.
///
/// Entry point: [ValidateCommand]. [Schemas] makes a definition out of every keyword and, with it, a way to make
/// instances that mostly fit; [Mutations] breaks some of them; [Differences] compares the verdicts.
@NullMarked
package io.ttdust.simulation.validate;

import org.jspecify.annotations.NullMarked;
