package io.ttdust.adapters.second.violation;

/// An adapter that another one knows.
public record SecondAdapter() {}
