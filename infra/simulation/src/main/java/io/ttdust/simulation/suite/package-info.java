/// The official JSON Schema test suite for draft-07, file by file.
///
/// Entry point: [SuiteCommand]; [SuiteRun] judges the tests. The suite is not part of the project: it is read from
/// beside the checkout.
@NullMarked
package io.ttdust.simulation.suite;

import org.jspecify.annotations.NullMarked;
