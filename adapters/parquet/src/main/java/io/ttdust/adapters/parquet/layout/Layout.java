package io.ttdust.adapters.parquet.layout;

import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;

/// The columns of the files of one schema version; immutable.
///
/// @param type all columns, those of [SystemColumns] first
/// @param root the payload itself; its level is 0
/// @param leaves the typed columns in the order of the file
/// @param pointers path of each typed column, joined by dots, and the JSON Pointer of what is in it
public record Layout(
        MessageType type, TypedNode.Group root, List<TypedNode.Leaf> leaves, Map<String, String> pointers) {}
