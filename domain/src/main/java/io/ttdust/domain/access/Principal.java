package io.ttdust.domain.access;

/// Who a request was authenticated as.
///
/// @param subject the key's id; goes into logs and audit rows
public record Principal(String subject, Role role) {}
