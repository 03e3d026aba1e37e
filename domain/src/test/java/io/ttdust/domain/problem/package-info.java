@NullMarked
package io.ttdust.domain.problem;

import org.jspecify.annotations.NullMarked;
