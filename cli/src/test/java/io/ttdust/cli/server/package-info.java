@NullMarked
package io.ttdust.cli.server;

import org.jspecify.annotations.NullMarked;
