package io.meltemi.translator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The laws of docs/ARCHITECTURE.md that can be read off the code. */
@AnalyzeClasses(
    packages = "io.meltemi.translator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LawsTest {

  @ArchTest
  static final ArchRule THE_TRANSLATOR_HAS_NO_EFFECTS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent..",
              "java.util.logging..",
              "org.slf4j..",
              "io.grpc..",
              "io.fabric8..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.File")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .callMethod("java.time.Instant", "now")
          .orShould()
          .callMethod("java.lang.System", "currentTimeMillis")
          .orShould()
          .callMethod("java.lang.System", "nanoTime")
          .orShould()
          .callMethod("java.lang.System", "getenv", String.class.getName())
          .orShould()
          .callMethod("java.lang.System", "getProperty", String.class.getName())
          .orShould()
          .callMethod("java.lang.System", "identityHashCode", Object.class.getName());

  @ArchTest
  static final ArchRule STATICS_ARE_CONSTANT =
      fields().that().areStatic().and().areNotPrivate().should().beFinal();

  @ArchTest
  static final ArchRule PRIVATE_STATICS_ARE_CONSTANT =
      fields().that().areStatic().and().arePrivate().should().beFinal();

  @ArchTest
  static final ArchRule USERS_REGULAR_EXPRESSIONS_RUN_ON_RE2J =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.regex..");

  @ArchTest
  static final ArchRule A_GENERATOR_SEES_ITS_INPUTS_AND_NOTHING_ELSE =
      classes()
          .that()
          .haveSimpleNameEndingWith("Generator")
          .should(haveOnlyStaticMethodsOfOneInputsRecord());

  @ArchTest
  static final ArchRule INPUTS_ARE_RECORDS =
      classes().that().haveSimpleNameEndingWith("Inputs").should().beRecords();

  private static ArchCondition<JavaClass> haveOnlyStaticMethodsOfOneInputsRecord() {
    return new ArchCondition<>("have only static methods with one parameter, a record XxxInputs") {
      @Override
      public void check(JavaClass generator, ConditionEvents events) {
        for (JavaMethod method : generator.getMethods()) {
          if (method.getModifiers().contains(JavaModifier.PRIVATE)
              || method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            continue;
          }
          boolean lawful =
              method.getModifiers().contains(JavaModifier.STATIC)
                  && method.getRawParameterTypes().size() == 1
                  && method.getRawParameterTypes().getFirst().isRecord()
                  && method.getRawParameterTypes().getFirst().getSimpleName().endsWith("Inputs");
          events.add(
              new SimpleConditionEvent(
                  method,
                  lawful,
                  method.getDescription() + " in " + method.getSourceCodeLocation()));
        }
      }
    };
  }
}
