@NullMarked
package io.ttdust.cli;

import org.jspecify.annotations.NullMarked;
