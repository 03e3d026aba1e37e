@NullMarked
package io.ttdust.bootstrap.node;

import org.jspecify.annotations.NullMarked;
