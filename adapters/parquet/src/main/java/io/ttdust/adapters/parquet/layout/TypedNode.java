package io.ttdust.adapters.parquet.layout;

import org.apache.parquet.io.api.Binary;

/// A property that has a column, or columns below it.
public sealed interface TypedNode {

    /// JSON Pointer of the property, UTF-8.
    Binary pointer();

    /// A column.
    ///
    /// @param leaf its place among the typed columns, counted from 0
    /// @param level definition level of a value; one less says that it is null
    record Leaf(Binary pointer, int leaf, ColumnKind kind, int level) implements TypedNode {}

    /// An object whose properties have columns.
    ///
    /// @param level definition level of an object that is there; one less says that it is null
    /// @param firstLeaf the first of the columns below it, which lie side by side
    /// @param endLeaf the column behind the last of them
    record Group(Binary pointer, int level, int firstLeaf, int endLeaf, NameTable members) implements TypedNode {}
}
