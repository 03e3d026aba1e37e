@NullMarked
package io.ttdust.cli.console;

import org.jspecify.annotations.NullMarked;
