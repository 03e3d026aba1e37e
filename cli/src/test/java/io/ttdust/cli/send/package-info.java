@NullMarked
package io.ttdust.cli.send;

import org.jspecify.annotations.NullMarked;
