package org.texp4j.dl4j.internal.backend.onednn.operations;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.texp4j.dl4j.internal.backend.onednn.program.Operation;
import org.texp4j.dl4j.internal.backend.onednn.program.Value;

/** A vertex that is being lowered, and what the compiler offers for it. */
public interface VertexContext {

  /** What the vertex was made from. */
  GraphVertex configuration();

  /** The values it reads, at least one. */
  List<Value> inputs();

  /** Adds an operation and returns its value. */
  Value add(Operation operation);
}
