package org.texp4j.dl4j.train;

import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.api.buffer.DataType;
import org.texp4j.schedule.RecipeForm;

/**
 * All that the bits of a run depend on, besides machine and software. On one machine with one
 * number of threads, two runs with the same identity are the same run.
 *
 * @param experiment the name of the experiment
 * @param declaration the SHA-256 digest of the declaration, in hex
 * @param seed the root seed
 * @param network the digest of the network's configuration, without its seed and data type
 * @param data the digest of the data if they know it, or else of the first batch
 * @param form the form in which the recipe is run
 * @param dataType FLOAT or DOUBLE
 * @param parts the number of parts in which the gradient of a batch is computed
 * @param average the fraction β that a moving average of the parameters keeps per step; empty for
 *     no average
 * @param weights the digest of the initial parameters; empty if they are drawn from the seed
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
    OptionalDouble average,
    Optional<String> weights) {}
