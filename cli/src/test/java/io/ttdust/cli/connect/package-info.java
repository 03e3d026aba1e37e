@NullMarked
package io.ttdust.cli.connect;

import org.jspecify.annotations.NullMarked;
