@NullMarked
package io.ttdust.bootstrap;

import org.jspecify.annotations.NullMarked;
