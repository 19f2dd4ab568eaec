package io.meltemi.translator.xds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResourceSetTest {

  @Test
  void isSortedByNameWhateverTheOrderOfItsMaking() {
    assertThat(names(set("c", "a", "b"))).containsExactly("a", "b", "c");
  }

  @Test
  void refusesTwoResourcesOfOneName() {
    assertThatThrownBy(() -> set("a", "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a");
  }

  @Test
  void changedAddsReplacesAndRemoves() {
    ResourceSet before = set("a", "b", "d");

    ResourceSet after =
        before.changed(List.of(resource("d", "new"), resource("c", "1")), List.of("a", "unknown"));

    assertThat(names(after)).containsExactly("b", "c", "d");
    assertThat(after.get("d")).contains(resource("d", "new"));
    assertThat(names(before)).containsExactly("a", "b", "d");
  }

  @Test
  void replacingByEqualContentGivesTheSameReference() {
    ResourceSet before = set("a", "b");

    assertThat(before.changed(List.of(resource("a", "1")), List.of())).isSameAs(before);
  }

  @Test
  void includingLetsTheOtherWin() {
    ResourceSet merged = set("a", "c").including(ResourceSet.of(List.of(resource("c", "2"))));

    assertThat(merged.get("c")).contains(resource("c", "2"));
    assertThat(merged.size()).isEqualTo(2);
  }

  @Test
  void differenceIsWhatTurnsOneSetIntoTheOther() {
    ResourceSet earlier = set("a", "b", "d", "e");
    ResourceSet later =
        ResourceSet.of(
            List.of(
                resource("a", "1"), resource("b", "2"), resource("c", "1"), resource("e", "1")));

    ResourceDelta delta = later.since(earlier);

    assertThat(names(delta.upserted())).containsExactly("b", "c");
    assertThat(delta.removed()).containsExactly("d");
    assertThat(earlier.changed(delta.upserted(), delta.removed())).isEqualTo(later);
    assertThat(later.since(later).isEmpty()).isTrue();
    assertThat(set("a").since(ResourceSet.EMPTY).upserted()).hasSize(1);
  }

  @Test
  void equalContentHasEqualVersions() {
    assertThat(set("a", "b").version()).isEqualTo(set("b", "a").version());
    assertThat(set("a", "b").version()).isNotEqualTo(set("a").version());
  }

  private static ResourceSet set(String... names) {
    return ResourceSet.of(Stream.of(names).map(name -> resource(name, "1")).toList());
  }

  private static XdsResource resource(String name, String content) {
    return XdsResource.ofBytes(
        XdsType.CLUSTER, name, ByteString.copyFromUtf8(content), ImmutableList.of());
  }

  private static Iterable<String> names(Iterable<XdsResource> resources) {
    return Iterables.transform(resources, XdsResource::name);
  }
}
