package org.texp4j.dl4j.train;

import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.schedule.RecipeForm;

/**
 * What a run is made of, so far as its bits depend on it. Two runs of one identity, on one machine
 * with one number of threads, are the same run.
 *
 * @param experiment the name of the experiment
 * @param declaration the SHA-256 digest of the declaration, in hex
 * @param seed the root seed
 * @param network the digest of the network's configuration, without its seed and data type
 * @param data the digest of the data where they know it, or else of the first batch
 * @param form the form in which the recipe is run
 * @param dataType FLOAT or DOUBLE
 * @param parts in how many parts the gradient of a batch is computed
 * @param average the part β that a moving average of the parameters keeps per step; empty for no
 *     average
 */
public record RunIdentity(
    String experiment,
    String declaration,
    long seed,
    String network,
    String data,
    RecipeForm form,
    DataType dataType,
    int parts,
    OptionalDouble average) {}
