package io.meltemi.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What is decided knows nothing of how it is asked. */
@AnalyzeClasses(
    packages = "io.meltemi.webhook",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportOrderTest {

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().matching("io.meltemi.webhook.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_WEBHOOK_DOES_NOT_KNOW_ISTIOD =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.meltemi.istiod..");

  @ArchTest
  static final ArchRule INJECTION_HAS_NO_EFFECTS =
      noClasses()
          .that()
          .resideInAnyPackage("io.meltemi.webhook.inject..", "io.meltemi.webhook.values..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent..",
              "java.security..",
              "com.sun.net..",
              "org.slf4j..")
          .orShould()
          .callMethod("java.lang.System", "getenv", String.class.getName())
          .orShould()
          .callMethod("java.time.Instant", "now");
}
