package io.ttdust.application.keyfile;

/// 128 bits of SHA-256 over a stream's id and an idempotency key: what keys are told apart by. The scope of a
/// key is its stream. Made by a [KeyHasher].
public record KeyHash(long high, long low) {}
