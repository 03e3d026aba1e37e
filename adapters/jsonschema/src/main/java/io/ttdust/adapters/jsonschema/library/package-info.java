/// The validator library and what keeps it in bounds: [LibrarySchema] judges payloads with it, [Evaluation] limits
/// its work, [LinearPattern] replaces its regular expressions, and three keywords replace its own.
///
/// It is given definitions that were checked and rewritten. Nothing outside this room names the library.
@NullMarked
package io.ttdust.adapters.jsonschema.library;

import org.jspecify.annotations.NullMarked;
