package io.ttdust.simulation.validate;

import java.util.Random;

/// A schema, and a way to make instances that mostly fit it.
record Sketch(String schema, Sampler sampler) {

    /// Makes instances.
    @FunctionalInterface
    interface Sampler {

        /// An instance that goes at most `depth` containers deep where it has the choice.
        String sample(Random random, int depth);
    }
}
