/// From a JSON Schema to columns: which property gets which column, under which name, of which type.
///
/// Entry point: [LayoutCompiler]. The rules are written down in `FORMAT.md` beside the module's pom.
@NullMarked
package io.ttdust.adapters.parquet.layout;

import org.jspecify.annotations.NullMarked;
