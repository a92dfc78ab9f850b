/**
 * What depends on the innards of Deeplearning4j 1.0.0-M2.1 and ND4J 1.0.0-M2.1: look here first
 * when their version changes.
 *
 * <p>In this room:
 *
 * <ul>
 *   <li>{@link org.texp4j.dl4j.internal.backend.m21.HoldingExecutioner}: a broadcast may read
 *       memory that was freed. Its test fails when ND4J's own executioner no longer crashes.
 *   <li>{@link org.texp4j.dl4j.internal.backend.m21.InPlaceGradient}: updaters do not recognize
 *       their own network's gradient. Its test fails when they do.
 *   <li>{@link org.texp4j.dl4j.internal.backend.m21.ParameterOrder}: the updater takes biases of
 *       depthwise convolutions for weights. Its test fails when it does not.
 *   <li>{@link org.texp4j.dl4j.internal.backend.m21.WidenedFeatures}: some layers of a network in
 *       double take features in float for doubles. Its test fails when rectifiers do not.
 *   <li>{@link org.texp4j.dl4j.internal.backend.m21.GraphCopy}: an attention vertex is copied
 *       without its updater and its weight decay. Its test fails when a copy has them.
 *   <li>{@link org.texp4j.dl4j.internal.backend.m21.UncachedLayers}: a bidirectional LSTM of Graves
 *       keeps its activations in a wrong workspace. Its test fails when it does not.
 * </ul>
 *
 * <p>In packages of others, where access or a name requires it:
 *
 * <ul>
 *   <li>{@link org.deeplearning4j.nn.layers.mkldnn.BatchNormEpsilon}: the oneDNN helper of batch
 *       normalization keeps a copy of ε. {@code FloatEpsilonTest} fails when it does not.
 *   <li>{@code org.nd4j.nativeblas.Nd4jCpu}: Deeplearning4j asks a class that has moved whether it
 *       may use oneDNN. {@code Nd4jCpuTest} fails when the question or the class changes.
 * </ul>
 *
 * <p>In rooms whose types they need:
 *
 * <ul>
 *   <li>{@code network.TensorwiseUpdaters}: a layer has one updater for all its weights; the
 *       updaters' constructors call the methods that are overridden.
 *   <li>{@code state.MomentOrder}: Adam's moments lie in an order that depends on which tensors
 *       share an updater.
 *   <li>{@code schedules} and {@code savedmodel}: schedules that differ from their Javadoc, and
 *       weight decay that the builder adds twice.
 * </ul>
 *
 * <p>docs/decisions/0003 tells the story of each.
 */
package org.texp4j.dl4j.internal.backend.m21;
