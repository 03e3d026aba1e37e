@NullMarked
package io.ttdust.cli.payload;

import org.jspecify.annotations.NullMarked;
