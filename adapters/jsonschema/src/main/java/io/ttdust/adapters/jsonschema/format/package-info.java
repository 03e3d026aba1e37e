/// The formats that are asserted: what a string surely is, seen on its bytes.
///
/// [TextFormat] is the door. The spellings nearly everybody uses are recognised here without making a string; all
/// others are left to `library`, so that both judge alike.
@NullMarked
package io.ttdust.adapters.jsonschema.format;

import org.jspecify.annotations.NullMarked;
