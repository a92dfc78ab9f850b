package org.texp4j.dl4j.internal.run;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.texp4j.dl4j.TrainingException;
import org.texp4j.dl4j.internal.checkpoint.IdentityJson;
import org.texp4j.dl4j.internal.json.Difference;
import org.texp4j.dl4j.train.RunIdentity;

/** Whether a run is the one whose files are in a directory. */
final class RunIdentityCheck {

  private RunIdentityCheck() {}

  /**
   * Refuses a run that is not the one of a file.
   *
   * @param before the identity in the file
   * @param file the file, for the message
   * @throws TrainingException if the identities differ; names all differences
   */
  static void requireSame(RunIdentity before, RunIdentity now, Object file) {
    requireSame(before, now, file, OptionalLong.empty());
  }

  /**
   * Refuses a run that is not the one of a checkpoint, from which it may follow another
   * declaration.
   *
   * @param step the step of the checkpoint; empty for another file
   */
  static void requireSame(RunIdentity before, RunIdentity now, Object file, OptionalLong step) {
    List<Difference> differences = IdentityJson.differences(before, now);
    if (!differences.isEmpty()) {
      throw new TrainingException(
          "this is not the run of "
              + file
              + " ("
              + differences.stream().map(Difference::toString).collect(Collectors.joining("; "))
              + "): undo the change"
              + (step.isPresent() && differInDeclarationOnly(before, now)
                  ? ", follow the present declaration from there on with train --resume --from "
                      + step.getAsLong()
                      + ","
                  : ",")
              + " or begin a new run in another directory");
    }
  }

  /** Whether two identities differ, but in nothing except the declaration. */
  static boolean differInDeclarationOnly(RunIdentity before, RunIdentity now) {
    return !before.equals(now) && before.equals(withDeclaration(now, before.declaration()));
  }

  private static RunIdentity withDeclaration(RunIdentity identity, String declaration) {
    return new RunIdentity(
        identity.experiment(),
        declaration,
        identity.seed(),
        identity.network(),
        identity.data(),
        identity.form(),
        identity.dataType(),
        identity.parts(),
        identity.average(),
        identity.weights());
  }
}
