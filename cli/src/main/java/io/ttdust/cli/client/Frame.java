package io.ttdust.cli.client;

import io.ttdust.proto.ingestion.v1.IngestRecordsRequest;

/// Records on their way: their numbers at the producer, in the order of the request's records.
public final class Frame {

    private final long[] numbers;
    private final IngestRecordsRequest request;

    public Frame(long[] numbers, IngestRecordsRequest request) {
        if (numbers.length != request.getRecordsCount() || numbers.length == 0) {
            throw new IllegalArgumentException(
                    "%d numbers for %d records".formatted(numbers.length, request.getRecordsCount()));
        }
        this.numbers = numbers;
        this.request = request;
    }

    public int size() {
        return numbers.length;
    }

    /// The producer's number of the record at `index`.
    public long number(int index) {
        return numbers[index];
    }

    /// What is sent, except for the frame's id.
    public IngestRecordsRequest request() {
        return request;
    }
}
