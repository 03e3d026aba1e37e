package io.ttdust.domain.access;

/// What a principal may do. So far every key is an administrator's.
public enum Role {
    ADMIN;

    /// As spelled in the API and in storage.
    public String word() {
        return "admin";
    }
}
