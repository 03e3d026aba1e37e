/// Queries while records are ingested, flushed, lost and recovered: every answer must be the model's.
///
/// [QuerySimulation] runs one seed: [Node] is the real log on a simulated disk, the real file format and the real
/// use cases over a catalogue and an object store in memory; [Model] knows what was acknowledged.
@NullMarked
package io.ttdust.simulation.query;

import org.jspecify.annotations.NullMarked;
