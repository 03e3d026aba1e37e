@NullMarked
package io.ttdust.cli.torture;

import org.jspecify.annotations.NullMarked;
