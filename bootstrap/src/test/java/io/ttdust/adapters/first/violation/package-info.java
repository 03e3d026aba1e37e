/// Classes that break the architecture rules on purpose; ArchitectureTest shows each rule failing on them.
@NullMarked
package io.ttdust.adapters.first.violation;

import org.jspecify.annotations.NullMarked;
