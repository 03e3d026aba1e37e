/// Classes that break the architecture rules on purpose; ArchitectureTest shows each rule failing on them.
@NullMarked
package io.ttdust.adapters.second.violation;

import org.jspecify.annotations.NullMarked;
