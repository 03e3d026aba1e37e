/// Runs the product's own parts on a simulated disk against a model, seed by seed: `./ttdust simulate`.
@NullMarked
package io.ttdust.simulation;

import org.jspecify.annotations.NullMarked;
