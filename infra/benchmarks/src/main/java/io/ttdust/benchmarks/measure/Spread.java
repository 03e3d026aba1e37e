package io.ttdust.benchmarks.measure;

import java.util.List;

/// Median of several rounds, with the least and the greatest of them: one number without its spread says nothing.
public record Spread(double median, double min, double max) {

    /// Of at least one value.
    public static Spread of(List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no rounds");
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
