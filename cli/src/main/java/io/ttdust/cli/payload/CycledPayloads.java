package io.ttdust.cli.payload;

/// The payloads of `source` over and over until there are `size`.
public record CycledPayloads(PayloadSource source, long size) implements PayloadSource {

    public CycledPayloads {
        if (size <= 0 || source.size() <= 0) {
            throw new IllegalArgumentException("nothing to cycle: %d of %d".formatted(size, source.size()));
        }
    }

    @Override
    public byte[] payload(long number) {
        return source.payload(number % source.size());
    }
}
