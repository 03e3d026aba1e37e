/// What is known of a value that passes some schemas and fails others.
///
/// Entry point: [Knowledge]. A [SchemaNode] is one sub-schema of either [Definition], and a [SchemaGraph] says where
/// references lead and which nodes are the same; a [Conjunction] is what a value is known to fulfil, and [Facts] is
/// what follows from that, found out once by [FactsBuilder] with the help of a [ValueJudge]. Whatever costs is
/// charged to one [Work]. All is filled here and only read elsewhere; for one thread. Neighbour: `proof`, which
/// hands in what it can prove and of which nothing is known here.
@NullMarked
package io.ttdust.adapters.jsonschema.compatibility.facts;

import org.jspecify.annotations.NullMarked;
