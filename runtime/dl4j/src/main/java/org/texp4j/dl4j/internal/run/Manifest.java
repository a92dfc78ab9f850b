package org.texp4j.dl4j.internal.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.texp4j.dl4j.internal.json.Difference;
import org.texp4j.dl4j.train.RunIdentity;

/**
 * The record of a run: its identity, options and environment and, once finished, its result.
 * Immutable.
 *
 * <p>It holds no date, so the same run has the same manifest.
 *
 * @param identity which run it is
 * @param options the choices of its user
 * @param environment the environment in which it was trained last
 * @param forms the forms in which its recipe was run
 * @param earlierDeclarations the declarations that it followed before its current one
 * @param environmentChanges the changes of its environment while it was trained
 * @param result its result; empty until it is finished
 */
record Manifest(
    RunIdentity identity,
    RunOptions options,
    Environment environment,
    FormHistory forms,
    List<EarlierDeclaration> earlierDeclarations,
    List<EnvironmentChange> environmentChanges,
    Optional<RunResult> result) {

  /**
   * A declaration that a run followed before it went over to another one.
   *
   * @param end the step before which it was followed last
   * @param digest its digest
   */
  record EarlierDeclaration(long end, String digest) {}

  /**
   * A change of the environment when a run was resumed.
   *
   * @param step the step before which it was resumed
   * @param change the change
   */
  record EnvironmentChange(long step, Difference change) {

    @Override
    public String toString() {
      return "at step " + step + ", " + change;
    }
  }

  /**
   * Creates a manifest, with copies of the lists.
   *
   * @throws IllegalArgumentException if the run ended before it had its last form
   */
  Manifest {
    result.ifPresent(
        reached -> {
          if (reached.steps() < forms.byStart().lastKey()) {
            throw new IllegalArgumentException(
                "the run ended at step "
                    + reached.steps()
                    + ", but changed its form at step "
                    + forms.byStart().lastKey());
          }
        });
    earlierDeclarations = List.copyOf(earlierDeclarations);
    environmentChanges = List.copyOf(environmentChanges);
  }

  /** The manifest of a run before its first step. */
  static Manifest of(RunIdentity identity, RunOptions options, Environment environment) {
    return new Manifest(
        identity,
        options,
        environment,
        FormHistory.of(identity.form()),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The manifest of this run when it is resumed; its result is open again. */
  Manifest resumed(RunIdentity now, RunOptions chosen, Environment present) {
    return new Manifest(
        now, chosen, present, forms, earlierDeclarations, environmentChanges, Optional.empty());
  }

  /** This manifest with the place of the model that the run started from, if it did from one. */
  Manifest startingFrom(Path model) {
    return new Manifest(
        identity,
        options.withInit(model),
        environment,
        forms,
        earlierDeclarations,
        environmentChanges,
        result);
  }

  /** The manifest of this run, now finished. */
  Manifest finished(RunResult reached) {
    return new Manifest(
        identity,
        options,
        environment,
        forms,
        earlierDeclarations,
        environmentChanges,
        Optional.of(reached));
  }

  /**
   * The manifest of this run gone back to a step: without the declarations that ended later, and
   * with the declaration followed up to that step, if it is not the current one.
   *
   * @param followed the digest of the declaration that was followed until the step
   * @param now the digest of the declaration that is followed from there
   */
  Manifest backAt(long step, String followed, String now) {
    List<EarlierDeclaration> earlier =
        Stream.concat(
                earlierDeclarations.stream().filter(each -> each.end() < step),
                Stream.of(new EarlierDeclaration(step, followed))
                    .filter(each -> !each.digest().equals(now)))
            .toList();
    return new Manifest(identity, options, environment, forms, earlier, environmentChanges, result);
  }

  /** The manifest of this run after its environment changed before a step. */
  Manifest changedAt(long step, List<Difference> changes) {
    List<EnvironmentChange> all = new ArrayList<>(environmentChanges);
    changes.forEach(change -> all.add(new EnvironmentChange(step, change)));
    return new Manifest(identity, options, environment, forms, earlierDeclarations, all, result);
  }

  /** The manifest of a run that continues from a step of this one in another form. */
  Manifest switchedAt(long step, RunIdentity now, Environment present) {
    return new Manifest(
        now,
        options.withForm(now.form()),
        present,
        forms.switchedTo(now.form(), step),
        earlierDeclarations,
        List.of(),
        Optional.empty());
  }
}
