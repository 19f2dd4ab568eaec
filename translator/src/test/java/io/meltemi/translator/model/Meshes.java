package io.meltemi.translator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.meltemi.translator.config.ConfigObject;
import io.meltemi.translator.config.MeshConfig;
import io.meltemi.translator.config.decode.ConfigDecoder;
import io.meltemi.translator.config.decode.Decoded;
import io.meltemi.translator.config.decode.Document;
import io.meltemi.translator.config.decode.DocumentReader;
import io.meltemi.translator.config.decode.LocatedObject;
import io.meltemi.translator.config.decode.MeshConfigReader;
import io.meltemi.translator.diagnostic.ConfigKey;
import io.meltemi.translator.diagnostic.ConfigKind;
import io.meltemi.translator.diagnostic.Position;

/** Models from what a user would write. */
public final class Meshes {

  private Meshes() {}

  public static MeshModel of(String yaml) {
    return with(MeshModel.EMPTY, yaml);
  }

  /** A model with more objects, or newer ones of the same names. */
  public static MeshModel with(MeshModel base, String yaml) {
    MeshDelta delta = new MeshDelta();
    located(yaml).forEach(object -> delta.upsert(object.object(), object.position()));
    return delta.apply(base);
  }

  public static MeshModel without(MeshModel base, ConfigKind kind, String namespace, String name) {
    return new MeshDelta().delete(new ConfigKey(kind, namespace, name)).apply(base);
  }

  /**
   * Decoded but not checked: where no webhook is in the way, what the CRDs admit comes to the
   * translator as it is.
   */
  public static ImmutableList<LocatedObject> located(String yaml) {
    DocumentReader.Documents read = DocumentReader.read("mesh.yaml", yaml);
    assertThat(read.diagnostics()).isEmpty();
    ImmutableList.Builder<LocatedObject> objects = ImmutableList.builder();
    for (Document document : read.documents()) {
      Decoded<?> decoded = ConfigDecoder.decode(document);
      assertThat(decoded.diagnostics()).isEmpty();
      if (decoded instanceof Decoded.Accepted<?> accepted) {
        objects.add(
            new LocatedObject(
                accepted.object(),
                new Position(
                    document.file(),
                    document.firstLine() - 1 + document.tree().line(),
                    document.tree().column())));
      }
    }
    return objects.build();
  }

  public static ImmutableList<ConfigObject<?>> objects(String yaml) {
    return located(yaml).stream()
        .<ConfigObject<?>>map(LocatedObject::object)
        .collect(ImmutableList.toImmutableList());
  }

  public static MeshConfig config(String yaml) {
    return switch (MeshConfigReader.read("mesh.yaml", yaml)) {
      case Decoded.Accepted<MeshConfig> accepted -> accepted.object().spec();
      case Decoded.Rejected<MeshConfig> rejected -> throw new AssertionError(rejected);
      case Decoded.Skipped<MeshConfig> skipped -> throw new AssertionError(skipped);
    };
  }

  /** Everything about a model that counts, as text: equal texts are equal models. */
  public static String content(MeshModel model) {
    StringBuilder text = new StringBuilder();
    model.services().all().forEach(service -> text.append(service).append('\n'));
    model.endpoints().asMap().values().forEach(one -> text.append(one).append('\n'));
    model.workloads().all().forEach(workload -> text.append(workload).append('\n'));
    model
        .workloads()
        .all()
        .forEach(
            workload ->
                workload
                    .addresses()
                    .forEach(a -> text.append(a).append(model.workloads().at(a)).append('\n')));
    model
        .endpoints()
        .asMap()
        .values()
        .forEach(
            all ->
                all.endpoints()
                    .forEach(
                        one ->
                            text.append(one.address())
                                .append(model.endpoints().servicesAt(one.address()))
                                .append('\n')));
    text.append(model.virtualServices()).append('\n');
    text.append(model.destinationRules()).append('\n');
    text.append(model.gateways()).append('\n');
    text.append(model.sidecars()).append('\n');
    text.append(model.sourceClauses()).append('\n');
    text.append(model.diagnostics()).append('\n');
    return text.toString();
  }
}
