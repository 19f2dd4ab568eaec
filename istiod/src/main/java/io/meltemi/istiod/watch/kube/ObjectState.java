package io.meltemi.istiod.watch.kube;

import com.google.common.collect.ImmutableList;
import io.meltemi.istiod.kube.ApiObject;
import io.meltemi.translator.config.decode.ConfigTree;
import io.meltemi.translator.config.decode.ConfigTree.Mapping;
import io.meltemi.translator.config.decode.ConfigTree.Sequence;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Optional;

/**
 * How an object stands in the API: its version, and what its status says about whether istiod uses
 * it.
 *
 * @param generation rises when the user changes what the object says
 * @param place where in its status that is, or belongs
 */
public record ObjectState(
    ConfigKey key,
    String apiVersion,
    String resourceVersion,
    long generation,
    Optional<Accepted> accepted,
    Place place) {

  private static final String ACCEPTED = "Accepted";

  /**
   * The condition of that type, as it was read.
   *
   * @param status {@code True}, {@code False} or {@code Unknown}
   * @param since when {@code status} last became what it is
   */
  public record Accepted(
      String status, String reason, String message, long observedGeneration, String since) {}

  /** Where in the status the condition is to be written. */
  public sealed interface Place {
    /** There is no status. */
    record NoStatus() implements Place {}

    /** The status has no conditions. */
    record NoConditions() implements Place {}

    /** Other conditions are there. */
    record Last() implements Place {}

    /** It is there, after so many others. */
    record At(int index) implements Place {}
  }

  static ObjectState of(ConfigKey key, ApiObject object) {
    Mapping meta = mapping(object.tree().value("metadata"));
    ConfigTree status = object.tree().value("status");
    ImmutableList<ConfigTree> conditions =
        mapping(status).value("conditions") instanceof Sequence sequence
            ? sequence.items()
            : ImmutableList.of();
    Place place =
        !(status instanceof Mapping)
            ? new Place.NoStatus()
            : conditions.isEmpty() ? new Place.NoConditions() : new Place.Last();
    Optional<Accepted> accepted = Optional.empty();
    for (int i = 0; i < conditions.size(); i++) {
      Mapping condition = mapping(conditions.get(i));
      if (condition.text("type").equals(ACCEPTED)) {
        place = new Place.At(i);
        accepted = Optional.of(accepted(condition));
      }
    }
    return new ObjectState(
        key,
        object.tree().text("apiVersion"),
        object.resourceVersion(),
        number(meta.text("generation")),
        accepted,
        place);
  }

  private static Accepted accepted(Mapping condition) {
    return new Accepted(
        condition.text("status"),
        condition.text("reason"),
        condition.text("message"),
        number(condition.text("observedGeneration")),
        condition.text("lastTransitionTime"));
  }

  private static Mapping mapping(@org.jspecify.annotations.Nullable ConfigTree tree) {
    return tree instanceof Mapping mapping ? mapping : Mapping.EMPTY;
  }

  /** 0 where there is none: a status is anybody's to write, and need not be as ours is. */
  private static long number(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** What is written to. */
  public String statusPath() {
    return "/apis/"
        + apiVersion
        + "/namespaces/"
        + key.namespace()
        + "/"
        + KubeKinds.plural(key.kind())
        + "/"
        + key.name()
        + "/status";
  }
}
