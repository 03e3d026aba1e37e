/// Creating, changing, finding and listing streams. [StreamCatalog] is the door for everything that handles
/// records.
@NullMarked
package io.ttdust.application.stream;

import org.jspecify.annotations.NullMarked;
