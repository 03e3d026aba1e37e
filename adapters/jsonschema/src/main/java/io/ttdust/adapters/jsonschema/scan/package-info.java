/// JSON read in place: where strings, numbers and names end in the bytes, and what they are, without making
/// anything of them.
///
/// [StringScan] and [NumberScan] look at one value, [NameTable] and [MemberNames] at names: the first at those a
/// schema knows, the second at those it does not, so that none comes twice. Knows nothing of schemas; accepts
/// exactly what
/// `json` accepts, which writes the messages.
@NullMarked
package io.ttdust.adapters.jsonschema.scan;

import org.jspecify.annotations.NullMarked;
