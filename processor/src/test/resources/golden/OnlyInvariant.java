package demo;

import static org.texp4j.annotations.Normalization.LAYER;
import static org.texp4j.annotations.ScheduleType.TEXP_PLUS_PLUS;

import org.texp4j.annotations.*;

/** The setting of the paper, with tensors that no rule covers. */
@Normalized(
    value = LAYER,
    onlyInvariant = true,
    asserted = {
      "attention_Wq, attention_Wk",
      "encoder block 1_Wq, encoder block 1_Wk, encoder block 1_Wv, a \"quoted\" $L name_W"
    })
@WeightDecay(5e-4)
@Schedule(type = TEXP_PLUS_PLUS, learningRate = 0.1, steps = 1000)
class OnlyInvariant {}
