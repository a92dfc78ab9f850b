package org.texp4j.dl4j.internal.invariance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The search for invariant groups, by the definition. */
class InvariantGroupsTest {

  private static final List<String> TENSORS = List.of("a", "b", "c", "d", "e", "f");

  /** a is scaled if and only if exactly one of b and c is: propagation alone leaves a choice. */
  private static final Condition ONE_OF_TWO = equal(Map.of("a", 1), Map.of("b", 1, "c", 1));

  private static Condition equal(Map<String, Integer> left, Map<String, Integer> right) {
    return new Condition.EqualDegrees("sum", "one", new Degree(left), "other", new Degree(right));
  }

  private static Condition zero(Map<String, Integer> degree) {
    return new Condition.ZeroDegree(new Degree(degree), "it is bounded", "");
  }

  private static List<Set<String>> find(Condition... conditions) {
    return InvariantGroups.find(TENSORS, List.of(conditions), Set.of("d", "e", "f"));
  }

  @Test
  void tensorsWithoutConditionsAreGroupsOfTheirOwn() {
    assertThat(find()).containsExactly(Set.of("a"), Set.of("b"), Set.of("c"));
  }

  @Test
  void equalDegreesJoinTensors() {
    assertThat(find(equal(Map.of("a", 1), Map.of("c", 1))))
        .containsExactly(Set.of("a", "c"), Set.of("b"));
  }

  @Test
  void tensorsTiedToWhatIsKeptAreInNoGroup() {
    assertThat(find(zero(Map.of("a", 2)), equal(Map.of("b", 1), Map.of("d", 1))))
        .containsExactly(Set.of("c"));
  }

  @Test
  void aTensorAtDifferentDegreesIsInNoGroup() {
    assertThat(find(equal(Map.of("a", 1), Map.of("b", 1)), equal(Map.of("a", 2), Map.of("b", 1))))
        .containsExactly(Set.of("c"));
  }

  @Test
  void whereTheConditionsLeaveAChoiceOneIsTried() {
    assertThat(find(ONE_OF_TWO)).containsExactly(Set.of("a", "c"));
  }

  /** What the search has no time to find stays as it is declared, which is always exact. */
  @Test
  void beyondTheLimitATensorIsNotScaled() {
    List<Condition> conditions = List.of(ONE_OF_TWO);
    Set<String> kept = Set.of("e", "f");

    assertThat(InvariantGroups.find(TENSORS, conditions, kept, 2))
        .containsExactly(Set.of("a", "c"), Set.of("d"));
    assertThat(InvariantGroups.find(TENSORS, conditions, kept, 1)).containsExactly(Set.of("d"));
  }

  /** Against all subsets of the tensors, for random conditions. */
  @Test
  void groupsAreDisjointIndivisibleSolutionsThatLeaveNoOther() {
    Random random = new Random(7);
    int joint = 0;
    for (int i = 0; i < 2_000; i++) {
      List<Condition> conditions = randomConditions(random);
      Set<String> kept = random.nextBoolean() ? Set.of() : Set.of("b");
      List<Set<String>> groups = InvariantGroups.find(TENSORS, conditions, kept);

      Set<String> all = new HashSet<>(kept);
      for (Set<String> group : groups) {
        joint += group.size() > 1 ? 1 : 0;
        assertThat(all).doesNotContainAnyElementsOf(group);
        all.addAll(group);
        assertThat(solutions(group, conditions)).as("%s", conditions).containsExactly(group);
      }
      Set<String> rest = new HashSet<>(TENSORS);
      rest.removeAll(all);
      assertThat(solutions(rest, conditions)).as("%s", conditions).isEmpty();
    }
    assertThat(joint).isGreaterThan(500);
  }

  private static List<Condition> randomConditions(Random random) {
    List<Condition> conditions = new ArrayList<>();
    for (int k = 1 + random.nextInt(3); k > 0; k--) {
      conditions.add(
          random.nextInt(6) == 0
              ? zero(randomDegree(random))
              : equal(randomDegree(random), randomDegree(random)));
    }
    return conditions;
  }

  private static Map<String, Integer> randomDegree(Random random) {
    Map<String, Integer> degree = new TreeMap<>();
    for (int k = 1 + random.nextInt(2); k > 0; k--) {
      degree.merge(TENSORS.get(random.nextInt(TENSORS.size())), 1, Integer::sum);
    }
    return degree;
  }

  /** The nonempty subsets that satisfy all conditions. */
  private static List<Set<String>> solutions(
      Collection<String> tensors, List<Condition> conditions) {
    List<String> members = List.copyOf(tensors);
    List<Set<String>> solutions = new ArrayList<>();
    for (int mask = 1; mask < 1 << members.size(); mask++) {
      Set<String> subset = new HashSet<>();
      for (int i = 0; i < members.size(); i++) {
        if ((mask >> i & 1) == 1) {
          subset.add(members.get(i));
        }
      }
      if (conditions.stream().allMatch(each -> each.left().in(subset) == each.right().in(subset))) {
        solutions.add(subset);
      }
    }
    return solutions;
  }
}
