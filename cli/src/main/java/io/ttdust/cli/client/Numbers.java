package io.ttdust.cli.client;

/// The numbers a producer sends: `first`, `first + stride` and so on, below `end`.
public record Numbers(long first, long stride, long end) {

    public Numbers {
        if (first < 0 || stride <= 0) {
            throw new IllegalArgumentException("first %d, stride %d".formatted(first, stride));
        }
    }

    /// Every number below `end`.
    public static Numbers below(long end) {
        return new Numbers(0, 1, end);
    }
}
