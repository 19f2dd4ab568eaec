package io.meltemi.istiod;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.meltemi.translator.model.MeshDelta;

/** The flow goes one way, and there is one writer. */
@AnalyzeClasses(
    packages = "io.meltemi.istiod",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportOrderTest {

  private static final String ROOT = "io.meltemi.istiod.";

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule SOURCES_KNOW_NO_MODEL = closed("watch", "state", "push", "xds");

  @ArchTest static final ArchRule THE_LOOP_KNOWS_NO_PROXIES = closed("state", "push", "xds");

  @ArchTest static final ArchRule THE_WIRE_KNOWS_NO_MESH = closed("xds", "watch", "state", "push");

  @ArchTest
  static final ArchRule THE_QUARANTINE_KNOWS_THE_TRANSLATOR_ONLY =
      closed("quarantine", "watch", "state", "push", "xds", "debug", "metrics");

  @ArchTest
  static final ArchRule ONLY_THE_LOOP_MAKES_MODELS_OF_A_RUNNING_MESH =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + "watch..",
              ROOT + "push..",
              ROOT + "quarantine..",
              ROOT + "xds..",
              ROOT + "debug..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(MeshDelta.class);

  @ArchTest
  static final ArchRule NOTHING_BUT_THE_MAIN_CLASS_KNOWS_THE_COMMANDS =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "cli..")
          .and()
          .doNotBelongToAnyOf(Istiod.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "cli..");

  private static ArchRule closed(String room, String... others) {
    String[] packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = ROOT + others[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }
}
