package io.meltemi.translator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Inside the translator imports point one way. */
@AnalyzeClasses(
    packages = "io.meltemi.translator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportOrderTest {

  private static final String ROOT = "io.meltemi.translator";

  /**
   * Lower floors first; a floor may import those before it. Rooms of one floor do not see each
   * other.
   */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("diagnostic"),
          List.of("naming", "xds", "memo"),
          List.of("config"),
          List.of("authn"),
          List.of("model"),
          List.of("proxy"),
          List.of("tls"),
          List.of("destination", "authz", "jwt"),
          List.of("bootstrap", "cluster", "endpoint", "listener", "route", "secret"));

  @ArchTest
  static final ArchRule PACKAGES_FORM_NO_CYCLES =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static void lowerFloorsDoNotImportHigherOnes(
      com.tngtech.archunit.core.domain.JavaClasses classes) {
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      List<String> above = new ArrayList<>(List.of(ROOT));
      FLOORS.subList(floor + 1, FLOORS.size()).stream()
          .flatMap(List::stream)
          .map(ImportOrderTest::inside)
          .forEach(above::add);
      for (String room : FLOORS.get(floor)) {
        noClasses()
            .that()
            .resideInAPackage(inside(room))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(above.toArray(String[]::new))
            .check(classes);
      }
    }
  }

  @ArchTest
  static void roomsOfOneFloorDoNotImportEachOther(
      com.tngtech.archunit.core.domain.JavaClasses classes) {
    for (List<String> floor : FLOORS) {
      for (String room : floor) {
        String[] others =
            floor.stream()
                .filter(other -> !other.equals(room))
                .map(ImportOrderTest::inside)
                .toArray(String[]::new);
        if (others.length > 0) {
          noClasses()
              .that()
              .resideInAPackage(inside(room))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .check(classes);
        }
      }
    }
  }

  @ArchTest
  static void everyRoomHasAFloor(com.tngtech.archunit.core.domain.JavaClasses classes) {
    String[] known =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(ROOT),
                FLOORS.stream().flatMap(List::stream).map(ImportOrderTest::inside))
            .toArray(String[]::new);
    com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes()
        .should()
        .resideInAnyPackage(known)
        .because("every package has its place in the order: " + Arrays.toString(known))
        .check(classes);
  }

  private static String inside(String room) {
    return ROOT + "." + room + "..";
  }
}
