package io.ttdust.application.port.catalog;

/// Tells whether anything about schemas and streams has changed, through whichever node, for the price of one small
/// question.
public interface CatalogChanges {

    /// A number that grew with every change of a schema, of a version or of a stream that can be read now, and
    /// stays the same while nothing changes.
    ///
    /// @throws io.ttdust.application.port.StorageException if the store is away
    long count();
}
