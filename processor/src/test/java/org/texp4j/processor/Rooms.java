package org.texp4j.processor;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rooms of the runtime for Deeplearning4j and their order. */
final class Rooms {

  private static final String RUNTIME = "org.texp4j.dl4j";

  /** From the lowest: a room depends on rooms before it only. A room includes its sub-packages. */
  private static final List<String> ORDER =
      List.of(
          "",
          ".internal.digest",
          ".data",
          ".internal.markup",
          ".internal.json",
          ".internal.usercode",
          ".internal.archive",
          ".chart",
          ".normalization",
          ".internal.update",
          ".internal.backend",
          ".internal.network",
          ".internal.invariance",
          ".internal.state",
          ".internal.setup",
          ".internal.evaluation",
          ".schedules",
          ".train",
          ".savedmodel",
          ".internal.checkpoint",
          ".internal.metrics",
          ".internal.run",
          ".internal.report",
          ".internal.verify",
          ".internal.command",
          ".command");

  private Rooms() {}

  /** The place of a package's room in the order; −1 for a package that has none. */
  static int of(String packageName) {
    if (packageName.equals(RUNTIME)) {
      return 0;
    }
    for (int room = 1; room < ORDER.size(); room++) {
      String name = RUNTIME + ORDER.get(room);
      if (packageName.equals(name) || packageName.startsWith(name + ".")) {
        return room;
      }
    }
    return -1;
  }

  static ArchCondition<JavaClass> dependOnlyOnRoomsBelow() {
    return new ArchCondition<>("depend only on rooms below their own") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        int own = of(type.getPackageName());
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String target = dependency.getTargetClass().getPackageName();
          if (target.startsWith(RUNTIME) && of(target) > own) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  static ArchCondition<JavaClass> haveNoInternalTypeInTheirSignatures() {
    return new ArchCondition<>("have no internal type in their signatures") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaClass> above =
            Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream());
        report(type, type.getName(), above, events);
        for (JavaMember member : type.getMembers()) {
          if (member.getModifiers().contains(JavaModifier.PUBLIC)
              || member.getModifiers().contains(JavaModifier.PROTECTED)) {
            report(type, member.getFullName(), types(member), events);
          }
        }
      }
    };
  }

  private static void report(
      JavaClass type, String where, Stream<JavaClass> mentioned, ConditionEvents events) {
    mentioned
        .map(JavaClass::getBaseComponentType)
        .filter(each -> each.getPackageName().startsWith(RUNTIME + ".internal"))
        .forEach(
            each ->
                events.add(
                    SimpleConditionEvent.violated(type, where + " shows " + each.getName())));
  }

  /** All types in a signature, those in the brackets of others included. */
  private static Stream<JavaClass> types(JavaMember member) {
    List<JavaClass> types = new ArrayList<>();
    if (member instanceof JavaField field) {
      types.addAll(field.getType().getAllInvolvedRawTypes());
    } else if (member instanceof JavaCodeUnit code) {
      types.addAll(code.getReturnType().getAllInvolvedRawTypes());
      code.getParameterTypes().forEach(each -> types.addAll(each.getAllInvolvedRawTypes()));
      types.addAll(code.getExceptionTypes());
    }
    return types.stream();
  }
}
